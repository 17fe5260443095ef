import lists from '../../resources/privacy/places.json' with { type: 'json' };
import { anyOf } from './words.ts';

/**
 * Provinces as addresses begin with them, long forms first, and the cities that addresses name most.
 * Other cities are known by their ending 市.
 */
export const knownPlace = new RegExp(anyOf(lists.full, lists.short, lists.cities), 'g');
