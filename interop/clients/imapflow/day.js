// A day of ImapFlow's work, in step with imapflow_test.go: it tells by lines of
// JSON on standard output what it sees, and where it says {"wait": ...} it goes
// on when a line comes on standard input.
//
// Usage: node day.js PORT CERTIFICATE USER PASS LETTERS
// LETTERS is a directory of messages to append, in the order of their names.
import { webcrypto } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ImapFlow } from 'imapflow';

globalThis.crypto ??= webcrypto; // Debian 12 has Node 18, where it is no global yet

const [port, certificate, user, pass, letters] = process.argv.slice(2);
const stdin = createInterface({ input: process.stdin });
const input = stdin[Symbol.asyncIterator]();

const tell = what => process.stdout.write(JSON.stringify(what) + '\n');

const wait = async forWhat => {
    tell({ wait: forWhat });
    await input.next();
};

async function connect() {
    const client = new ImapFlow({
        host: '127.0.0.1',
        port: Number(port),
        secure: true,
        tls: { ca: readFileSync(certificate) },
        auth: { user, pass },
        qresync: true,
        disableAutoIdle: true,
        logger: false
    });
    client.on('error', err => {
        throw err;
    });
    client.on('exists', e => tell({ event: 'exists', number: e.count }));
    client.on('expunge', e => tell({ event: 'vanished', number: e.uid }));
    client.on('flags', e => tell({ event: 'flags', number: e.uid, flags: [...e.flags] }));
    await client.connect();
    return client;
}

async function fetchAll(client) {
    const messages = await client.fetchAll('1:*', { uid: true, flags: true, source: true });
    tell({ fetched: messages.map(m => ({ flags: [...m.flags], source: m.source.toString('base64') })) });
}

async function appendAll(client) {
    for (const name of readdirSync(letters).sort()) {
        await client.append('INBOX', readFileSync(join(letters, name)));
    }
}

// work reads the first 500 messages, finds some, moves the first 100 away, and
// deletes ten.
async function work(client) {
    await client.messageFlagsAdd('1:500', ['\\Seen'], { uid: true });
    tell({ found: (await client.search({ seen: false })).length });
    tell({ found: await client.search({ subject: 'mail 0777' }, { uid: true }) });
    const moved = await client.messageMove('1:100', 'Archive', { uid: true });
    tell({ found: moved.uidMap.size });
    await client.messageDelete('501:510', { uid: true });
}

let client = await connect();
tell({ found: (await client.list()).map(box => box.path) });
await client.mailboxCreate('Archive');
await appendAll(client);
await client.mailboxOpen('INBOX');
await fetchAll(client);
await work(client);

const idling = client.idle();
await wait('changes while idling');
await client.noop(); // ends IDLE
await idling;
const { uidValidity, highestModseq } = client.mailbox;
await client.logout();

await wait('changes while away');
client = await connect();
await client.mailboxOpen('INBOX', { uidValidity, changedSince: highestModseq });
tell({ found: client.mailbox.qresync });
await fetchAll(client);
await client.logout();
process.stdout.end(() => process.exit(0)); // it would wait for timers
