// Commands that one may want to send: the canned steps of an empty entry, and
// what completes a beginning. ␣ stands for what is still to be typed.

/**
 * @typedef {Object} Command
 * @property {string} text as it is sent; ‹…› is for the learner to replace
 * @property {string} about what it does
 * @property {"any"|"out"|"in"|"selected"} when logged out, logged in, or with a mailbox
 */

/** @type {Command[]} */
export const commands = [
  { text: "LOGIN user pass", when: "out", about: "say who you are" },
  { text: "CAPABILITY", when: "any", about: "ask what the server can do" },
  { text: "SELECT INBOX", when: "in", about: "open a mailbox to read and change it" },
  { text: "EXAMINE INBOX", when: "in", about: "open a mailbox to look only" },
  { text: 'LIST "" *', when: "in", about: "name all mailboxes" },
  { text: "STATUS INBOX (MESSAGES UIDNEXT UNSEEN)", when: "in", about: "count the messages of a mailbox without opening it" },
  { text: "APPEND INBOX {}\nSubject: hello\n\nHello!\n", when: "in", about: "put a message into a mailbox; {} becomes its length" },
  { text: "CREATE Archive", when: "in", about: "make a mailbox" },
  { text: "RENAME Archive Old", when: "in", about: "give a mailbox another name" },
  { text: "DELETE Archive", when: "in", about: "remove a mailbox" },
  { text: "ENABLE CONDSTORE QRESYNC", when: "in", about: "want mod-sequences, and VANISHED in place of EXPUNGE" },
  { text: "SELECT INBOX (CONDSTORE)", when: "in", about: "open a mailbox and hear its highest mod-sequence" },
  { text: "SELECT INBOX (QRESYNC (‹uidvalidity› ‹modseq›))", when: "in", about: "open a mailbox and hear only what has changed since" },
  { text: "NOTIFY SET (selected (MessageNew MessageExpunge FlagChange)) (personal (MailboxName))", when: "in", about: "hear of changes as they come" },
  { text: "NOOP", when: "any", about: "do nothing, but hear what is new" },
  { text: "CHECK", when: "selected", about: "a checkpoint: hear what is new" },
  { text: "IDLE", when: "in", about: "wait, and hear at once what is new; DONE ends it" },
  { text: "FETCH 1:* (UID FLAGS)", when: "selected", about: "the flags of all messages" },
  { text: "FETCH 2 (UID FLAGS ENVELOPE)", when: "selected", about: "flags and headers of the message with that sequence number" },
  { text: "FETCH 2 BODY.PEEK[TEXT]", when: "selected", about: "the text of a message, without setting \\Seen" },
  { text: "UID FETCH 1:* (FLAGS)", when: "selected", about: "the same by UID" },
  { text: "STORE 2 +FLAGS (\\Seen)", when: "selected", about: "add a flag by sequence number" },
  { text: "STORE 2 -FLAGS (\\Seen)", when: "selected", about: "take a flag away" },
  { text: "STORE 2 +FLAGS (\\Deleted)", when: "selected", about: "mark a message for removal" },
  { text: "STORE 2 +FLAGS.SILENT (\\Flagged)", when: "selected", about: "add a flag without an answer" },
  { text: "STORE 2 (UNCHANGEDSINCE ‹modseq›) +FLAGS (\\Seen)", when: "selected", about: "add a flag unless somebody has changed the message since" },
  { text: "UID STORE ‹uid› +FLAGS (\\Seen)", when: "selected", about: "add a flag by UID" },
  { text: "EXPUNGE", when: "selected", about: "remove all messages that are \\Deleted" },
  { text: "UID EXPUNGE ‹uid›", when: "selected", about: "remove this message, if it is \\Deleted" },
  { text: "COPY 2 Archive", when: "selected", about: "copy a message to another mailbox" },
  { text: "MOVE 2 Archive", when: "selected", about: "move a message to another mailbox" },
  { text: "SEARCH UNSEEN", when: "selected", about: "sequence numbers of messages without \\Seen" },
  { text: "UID SEARCH ALL", when: "selected", about: "the UIDs of all messages" },
  { text: "SORT (SUBJECT) UTF-8 ALL", when: "selected", about: "sequence numbers in another order" },
  { text: "CLOSE", when: "selected", about: "remove what is \\Deleted, tell nothing, and leave the mailbox" },
  { text: "UNSELECT", when: "selected", about: "leave the mailbox as it is" },
  { text: "LOGOUT", when: "any", about: "say goodbye" },
];

/** Commands whose next word is a mailbox. */
const takesMailbox = /^(?:SELECT|EXAMINE|STATUS|APPEND|DELETE|RENAME|SUBSCRIBE|UNSUBSCRIBE|GETACL|MYRIGHTS|(?:UID )?(?:COPY|MOVE) \S+) $/i;

/** A mailbox name as it stands in a command. */
export const asArgument = (name) => (/^[^\x00-\x20(){}%*"\\\x7f-\uffff]+$/.test(name) ? name : `"${name.replace(/[\\"]/g, "\\$&")}"`);

/**
 * What may be meant by what is typed.
 * @param {string} typed up to the cursor
 * @param {{user: string, mailbox: string, idle: boolean}} lane
 * @param {string[]} mailboxes
 * @returns {{text: string, about: string}[]} what the whole entry would become
 */
export function complete(typed, lane, mailboxes) {
  if (lane.idle) return [{ text: "DONE", about: "end IDLE" }].filter((c) => c.text.startsWith(typed.toUpperCase()));
  const word = typed.match(/"[^"]*$|[^ ]*$/)[0];
  const before = typed.slice(0, typed.length - word.length);
  if (takesMailbox.test(before)) {
    return mailboxes.map((name) => ({ name, text: before + asArgument(name) }))
      .filter((m) => m.name.toLowerCase().startsWith(word.replace(/^"/, "").toLowerCase()) && m.text !== typed)
      .map((m) => ({ text: m.text, about: "a mailbox" }));
  }
  const upper = typed.toUpperCase();
  const fits = commands.filter((c) => c.text.toUpperCase().startsWith(upper) && c.text !== typed);
  return typed === "" ? fits.filter((c) => isTime(c, lane)) : fits.toSorted((a, b) => isTime(b, lane) - isTime(a, lane));
}

// isTime says whether a command makes sense in the state of the lane.
function isTime(command, lane) {
  switch (command.when) {
    case "out": return !lane.user;
    case "in": return Boolean(lane.user);
    case "selected": return Boolean(lane.mailbox);
    default: return true;
  }
}

/** Puts the length of what follows, in octets, into {} and {+}. */
export function withLengths(text) {
  const crlf = text.replace(/\r?\n/g, "\r\n");
  return crlf.replace(/\{(\+?)\}\r\n([^]*)$/, (_, plus, literal) => `{${new TextEncoder().encode(literal).length}${plus}}\r\n${literal}`);
}
