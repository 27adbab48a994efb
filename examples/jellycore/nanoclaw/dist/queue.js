'use strict';
// The jobs that are not done yet, on disk before they are acknowledged. node:sqlite where this Node
// has it, else a journal that is only ever appended to.
const fs = require('node:fs');
const path = require('node:path');

function openStore(folder) {
  fs.mkdirSync(folder, { recursive: true });
  const sqlite = loadSqlite();
  return sqlite
    ? new SqliteStore(sqlite, path.join(folder, 'jobs.db'))
    : new JournalStore(path.join(folder, 'jobs.journal'));
}

function loadSqlite() {
  if (process.env.NANOCLAW_STORE === 'journal') return null;
  try {
    return require('node:sqlite');
  } catch {
    return null;
  }
}

class SqliteStore {
  constructor(sqlite, file) {
    this.kind = 'sqlite';
    this.db = new sqlite.DatabaseSync(file);
    this.db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
    this.db.exec('CREATE TABLE IF NOT EXISTS jobs (id INTEGER PRIMARY KEY, ms INTEGER, name TEXT, done INTEGER)');
    this.insert = this.db.prepare('INSERT INTO jobs (ms, name, done) VALUES (?, ?, 0)');
    this.finish = this.db.prepare('UPDATE jobs SET done = 1 WHERE id = ?');
  }

  waiting() {
    return this.db.prepare('SELECT id, ms, name FROM jobs WHERE done = 0 ORDER BY id').all();
  }

  doneCount() {
    return Number(this.db.prepare('SELECT count(*) AS n FROM jobs WHERE done = 1').get().n);
  }

  add(ms, name) {
    return { id: Number(this.insert.run(ms, name).lastInsertRowid), ms, name };
  }

  done(id) {
    this.finish.run(id);
  }

  close() {
    this.db.close();
  }
}

// One record a line: {id, ms, name} is a new job, {done: id} a finished one. A last line that a crash
// cut short was never acknowledged; it is cut off before anything is appended.
class JournalStore {
  constructor(file) {
    this.kind = 'journal';
    this.jobs = new Map();
    this.finished = 0;
    this.nextId = 1;
    this.fd = fs.openSync(file, 'a+');
    const text = fs.readFileSync(file, 'utf8');
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    fs.ftruncateSync(this.fd, Buffer.byteLength(whole));
    for (const line of whole.split('\n').filter(Boolean)) this.replay(JSON.parse(line));
  }

  replay(record) {
    if (record.done !== undefined) {
      if (this.jobs.delete(record.done)) this.finished++;
    } else {
      this.jobs.set(record.id, record);
      this.nextId = Math.max(this.nextId, record.id + 1);
    }
  }

  append(record) {
    const line = Buffer.from(JSON.stringify(record) + '\n');
    for (let at = 0; at < line.length; ) at += fs.writeSync(this.fd, line, at);
    fs.fsyncSync(this.fd);
    this.replay(record);
  }

  waiting() {
    return [...this.jobs.values()];
  }

  doneCount() {
    return this.finished;
  }

  add(ms, name) {
    const job = { id: this.nextId, ms, name };
    this.append(job);
    return job;
  }

  done(id) {
    this.append({ done: id });
  }

  close() {
    fs.closeSync(this.fd);
  }
}

module.exports = { openStore };
