-- SPDX-License-Identifier: MIT
-- The archive of one portal, version 1. A later version is a file of its own, schema-2.sql and so
-- on, which brings the version before up to it; archive_open runs them one after the other.
PRAGMA application_id = 0x42323441; -- "B24A"

CREATE TABLE meta( -- norm_version, portal_host
  key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE run( -- of a synchronisation; finished_at NULL: interrupted
  id INTEGER PRIMARY KEY, started_at INTEGER NOT NULL, finished_at INTEGER, mode TEXT NOT NULL,
  requests INTEGER NOT NULL DEFAULT 0, retries INTEGER NOT NULL DEFAULT 0,
  wait_ms INTEGER NOT NULL DEFAULT 0, bytes_in INTEGER NOT NULL DEFAULT 0, result TEXT) STRICT;

CREATE TABLE chat( -- NULL everywhere: not known
  id INTEGER PRIMARY KEY, name TEXT, color INTEGER, owner_id INTEGER,
  entity TEXT, data1 TEXT, data2 TEXT, data3 TEXT, -- as received
  connector TEXT, line_id INTEGER,                 -- the first two fields of entity
  created_ts INTEGER, created_tz INTEGER, unread INTEGER,
  preview TEXT, previewed_ts INTEGER, previewed_tz INTEGER,
  last_ts INTEGER, last_tz INTEGER,                -- of the newest message
  moment INTEGER AS (coalesce(last_ts, previewed_ts, created_ts, 0)) VIRTUAL) STRICT;
CREATE INDEX chat_newest ON chat(moment, id);
CREATE INDEX chat_entity ON chat(entity) WHERE entity IS NOT NULL;

CREATE TABLE session( -- what is left to do is in this table too: there is no other cursor
  id INTEGER PRIMARY KEY, chat_id INTEGER NOT NULL DEFAULT 0, line_id INTEGER,
  vote_head INTEGER, vote_user INTEGER, comment_head TEXT,
  can_join INTEGER NOT NULL DEFAULT 0, can_vote INTEGER NOT NULL DEFAULT 0,
  is_closed INTEGER NOT NULL DEFAULT 0, speaker_id INTEGER, operators TEXT,
  n_messages INTEGER NOT NULL DEFAULT 0, n_missing INTEGER NOT NULL DEFAULT 0,
  first_ts INTEGER, first_tz INTEGER, last_ts INTEGER, last_tz INTEGER,
  is_suspicious INTEGER NOT NULL DEFAULT 0,
  state INTEGER NOT NULL DEFAULT 0, -- 0 queued 1 read 2 denied 3 absent 4 poison
  next_check_at INTEGER, attempts INTEGER NOT NULL DEFAULT 0, last_error TEXT) STRICT;
CREATE INDEX session_chat ON session(chat_id, first_ts, id);
CREATE INDEX session_recent ON session(last_ts, id);
CREATE INDEX session_due ON session(next_check_at) WHERE next_check_at IS NOT NULL;
CREATE INDEX session_queue ON session(id) WHERE state = 0;

CREATE TABLE user( -- role: 0 client 1 operator 2 bot 3 system
  id INTEGER PRIMARY KEY, name TEXT, position TEXT, color INTEGER,
  role INTEGER NOT NULL, known INTEGER NOT NULL) STRICT;

CREATE TABLE file( -- no address: addresses carry signatures
  id INTEGER PRIMARY KEY, chat_id INTEGER, message_id INTEGER, name TEXT, type TEXT, size INTEGER,
  width INTEGER, height INTEGER, missing INTEGER NOT NULL) STRICT;

CREATE TABLE message(
  id INTEGER PRIMARY KEY, session_id INTEGER NOT NULL, chat_id INTEGER NOT NULL,
  author_id INTEGER NOT NULL,
  ts INTEGER, tz_min INTEGER NOT NULL, -- UTC seconds and the offset it was written with
  date TEXT,                           -- when it is not what ts and tz_min give
  text TEXT NOT NULL, params TEXT,     -- as received; params: JSON without secrets, NULL {}
  files TEXT,                          -- ids params does not name, as JSON
  plain TEXT,                          -- what is searched, when it is not text
  class INTEGER NOT NULL, flags INTEGER NOT NULL,
  listed INTEGER,                      -- position in usersMessage
  hash BLOB NOT NULL,                  -- 16 bytes over author, ts, tz_min, date, text, params, files
  rev INTEGER NOT NULL DEFAULT 0, edited_at INTEGER, deleted_at INTEGER,
  first_run INTEGER NOT NULL, last_run INTEGER NOT NULL) STRICT;
CREATE INDEX message_session ON message(session_id, chat_id, ts);

CREATE TABLE message_rev( -- what a message said before
  message_id INTEGER NOT NULL, rev INTEGER NOT NULL, seen_at INTEGER NOT NULL,
  text TEXT NOT NULL, params TEXT, PRIMARY KEY(message_id, rev)) STRICT, WITHOUT ROWID;

CREATE TABLE method_limit(
  method TEXT PRIMARY KEY, operating_ms INTEGER NOT NULL, reset_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;

-- One row per message that was delivered; body is normalised by text/normal.h, after which words
-- are what stands between blanks.
CREATE VIRTUAL TABLE fts USING fts5(body, content='', tokenize="ascii");
-- Every transaction adds a piece to the index, and merging pieces is a third of what it costs: they
-- are left until there are many. A word is looked up in each: 64 pieces are a millisecond.
INSERT INTO fts(fts, rank) VALUES('automerge', 32), ('crisismerge', 64);
