/**
 * Exams of versions, and the marks on the fixed questions, so that a later exam does not ask them again.
 * Either side of an exam may be the base model, which its hash identifies.
 */
export const exams = `
  CREATE TABLE exams (
    id        INTEGER PRIMARY KEY,
    version   TEXT NOT NULL,
    against   TEXT NOT NULL,
    base      TEXT NOT NULL,
    at        INTEGER NOT NULL,
    questions TEXT NOT NULL,
    report    TEXT NOT NULL CHECK (json_valid(report))
  ) STRICT;
  CREATE INDEX exams_version ON exams (version, at);
  CREATE TABLE exam_marks (
    version   TEXT NOT NULL,
    base      TEXT NOT NULL,
    questions TEXT NOT NULL,
    at        INTEGER NOT NULL,
    marks     TEXT NOT NULL CHECK (json_valid(marks)),
    PRIMARY KEY (version, base, questions)
  ) STRICT;
`;
