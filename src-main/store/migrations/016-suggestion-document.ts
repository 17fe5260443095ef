/** A suggestion knows the document that it was made in; null where it is not known. */
export const suggestionDocument = `
  ALTER TABLE suggestions ADD COLUMN document_id TEXT;
`;
