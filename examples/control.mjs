// Follows what is said while a client works, sees what the client has been told,
// and puts everything back. It needs Node.js 18 and nothing else.
import assert from 'node:assert/strict'
import net from 'node:net'

const { IMAP, CONTROL } = process.env

async function ask(method, path, body, type = 'application/json') {
  const answer = await fetch(CONTROL + path, { method, body, headers: body && { 'Content-Type': type } })
  assert.ok(answer.ok, `${method} ${path}: ${answer.status}`)
  const text = await answer.text()
  return text && JSON.parse(text)
}

const deliver = text => ask('POST', '/users/user/mailboxes/INBOX/messages', text, 'message/rfc822')

// The entries of the journal as they come.
async function * journal(signal) {
  const answer = await fetch(CONTROL + '/journal/stream', { signal })
  let buffer = ''
  for await (const chunk of answer.body.pipeThrough(new TextDecoderStream())) {
    buffer += chunk
    const events = buffer.split('\n\n')
    buffer = events.pop()
    for (const event of events) {
      yield JSON.parse(event.split('\n').find(line => line.startsWith('data: ')).slice(6))
    }
  }
}

async function until(entries, what, text) {
  for (;;) {
    const { value, done } = await entries.next()
    assert.ok(!done, `no ${text} in the journal`)
    if (value.what === what && value.text.includes(text)) return value
  }
}

const snapshot = await ask('POST', '/snapshots')
const stop = new AbortController()
const entries = journal(stop.signal)

await deliver('Subject: One\r\n\r\n')
const [host, port] = IMAP.split(':')
const client = net.connect(port, host)
client.write('a LOGIN user pass\r\nb SELECT INBOX\r\nc IDLE\r\n')
const { connection } = await until(entries, 'server', '+ idling')
await deliver('Subject: Two\r\n\r\n')
await until(entries, 'server', '* 2 EXISTS')

const { told } = await ask('GET', `/sessions/${connection}`)
console.log(`connection ${connection} knows of UIDs`, told.messages.map(m => m.uid))
assert.deepEqual(told.messages.map(m => m.uid), [1, 2])

client.write('DONE\r\nd LOGOUT\r\n')
client.resume()
await until(entries, 'closed', '')
stop.abort()

await ask('POST', `/snapshots/${snapshot.id}/restore`)
const inbox = await ask('GET', '/users/user/mailboxes/INBOX')
assert.equal(inbox.messages, 0)
