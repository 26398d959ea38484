#!/usr/bin/env python3
"""What a client meets when a message is expunged under it: with Python's imaplib,
before a server that serves it to the end, and one that refuses to."""

import imaplib
import json
import os
import urllib.request

host, port = os.environ["IMAP"].split(":")
control = os.environ["CONTROL"]


def ask(method, path, body=None, content="application/json"):
    """Asks the control interface and returns its answer."""
    data = json.dumps(body).encode() if isinstance(body, dict) else body
    request = urllib.request.Request(control + path, data, {"Content-Type": content}, method=method)
    with urllib.request.urlopen(request) as answer:
        text = answer.read()
    return json.loads(text) if text else None


def session():
    client = imaplib.IMAP4(host, int(port))
    client.login("user", "pass")
    client.select("INBOX")
    return client


def fetch_expunged():
    """Returns how FETCH is answered of a message that another session expunged."""
    ask("POST", "/users/user/mailboxes/INBOX/messages", b"Subject: Hello\r\n\r\nA message.\r\n", "message/rfc822")
    reader, other = session(), session()
    other.store("1", "+FLAGS", r"(\Deleted)")
    other.expunge()
    answer, _ = reader.fetch("1", "(BODY[])")
    for client in (reader, other):
        client.logout()
    return answer


assert fetch_expunged() == "OK"

fault = ask("POST", "/faults", {"line": "expunge-fetch=refused"})
assert fetch_expunged() == "NO"
acted = ask("GET", f"/faults/{fault['id']}")["acted"]
print(f"{fault['line']} has acted {acted} times")
assert acted > 0

ask("DELETE", f"/faults/{fault['id']}")
assert fetch_expunged() == "OK"
