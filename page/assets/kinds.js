// What a line tells, as a sign and as a word: colour alone would not do.

/** @type {Object<string, [string, string]>} sign and word of each kind */
export const kinds = {
  exists: ["+", "messages there are"],
  expunge: ["−", "a message is gone"],
  vanished: ["−", "messages are gone"],
  recent: ["★", "messages that are \\Recent"],
  flags: ["⚑", "flags"],
  fetch: ["=", "data of a message"],
  search: ["?", "found"],
  list: ["☰", "a mailbox"],
  status: ["i", "status of a mailbox"],
  ok: ["✓", "OK"],
  no: ["✗", "NO"],
  bad: ["!", "BAD"],
  bye: ["⏏", "BYE"],
  continuation: ["…", "go on"],
  capability: ["i", "what the server can do"],
  other: ["·", "other data"],
  preauth: ["✓", "logged in already"],
  command: ["›", "command"],
  data: ["›", "what belongs to a command"],
  note: ["○", "connection"],
};

/** Sign and word of a line's kind. */
export const kindOf = (line) => kinds[line.kind] ?? kinds.other;

/** The kinds that the legend explains. */
export const legend = ["command", "exists", "expunge", "recent", "flags", "fetch", "ok", "no", "bad"];
