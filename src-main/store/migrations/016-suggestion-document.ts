/** A suggestion knows the document that it was made in; null for those before, and for imported ones. */
export const suggestionDocument = `
  ALTER TABLE suggestions ADD COLUMN document_id TEXT;
`;
