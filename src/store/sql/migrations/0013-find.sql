-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Every way in which a reference can name a document has an index: each hit of a search asks for one.

CREATE INDEX document_by_any_name ON document(name COLLATE NOCASE);
CREATE INDEX document_by_file ON document(file);
CREATE INDEX document_by_symbol ON document(symbol COLLATE NOCASE) WHERE symbol IS NOT NULL;
