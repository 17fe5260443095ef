import lists from '../../resources/privacy/places.json' with { type: 'json' };
import { anyOf } from './words.ts';

/**
 * Provinces as they are written in addresses, long forms first, and the most frequent cities. Other cities are
 * recognised by their ending 市.
 */
export const knownPlace = new RegExp(anyOf(lists.full, lists.short, lists.cities), 'g');
