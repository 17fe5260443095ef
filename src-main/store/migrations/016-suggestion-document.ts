/** The document of a suggestion; null if it is unknown. */
export const suggestionDocument = `
  ALTER TABLE suggestions ADD COLUMN document_id TEXT;
`;
