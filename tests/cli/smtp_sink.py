#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A mail relay that keeps what it gets: smtp_sink.py FOLDER ADDRESS [CERTIFICATE KEY [ca]].

Writes the port to FOLDER/port, each message with its envelope to FOLDER/N.eml.  Refuses recipients that begin with
"never" (550) and "later" (451).  With a certificate it offers STARTTLS and takes nothing without it.
"""
import pathlib
import socket
import ssl
import sys

folder = pathlib.Path(sys.argv[1])
listener = socket.create_server((sys.argv[2], 0))
context = None
if len(sys.argv) > 3:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[3], sys.argv[4])
(folder / "port.new").write_text(str(listener.getsockname()[1]))
(folder / "port.new").rename(folder / "port")
count = 0


def serve(connection):
    global count
    stream, secure, envelope = connection.makefile("rwb"), False, []

    def say(line):
        stream.write(line.encode() + b"\r\n")
        stream.flush()
    say("220 sink")
    while line := stream.readline():
        word = line.decode(errors="replace").strip().upper()
        if word.startswith("EHLO"):
            say("250-sink")
            say("250 STARTTLS" if context and not secure else "250 8BITMIME")
        elif word == "STARTTLS" and context:
            say("220 go on")
            connection = context.wrap_socket(connection, server_side=True)
            stream, secure = connection.makefile("rwb"), True
        elif context and not secure and not word.startswith("QUIT"):
            say("530 TLS first")
        elif word.startswith("RCPT TO:<NEVER"):
            say("550 no such mailbox")
        elif word.startswith("RCPT TO:<LATER"):
            say("451 greylisted")
        elif word.startswith(("MAIL", "RCPT", "RSET")):
            envelope = ([] if word.startswith("MAIL") else envelope) + [line]
            say("250 ok")
        elif word == "DATA":
            say("354 go on")
            message = []
            while (line := stream.readline()) not in (b".\r\n", b""):
                message.append(line[1:] if line.startswith(b"..") else line)
            count += 1
            (folder / f"{count}.eml").write_bytes(b"".join(message))
            (folder / f"{count}.envelope").write_bytes(b"".join(envelope))
            say("250 kept")
        elif word == "QUIT":
            say("221 bye")
            return
        else:
            say("500 what?")


while True:
    peer, _ = listener.accept()
    try:
        with peer:
            serve(peer)
    except (OSError, ssl.SSLError):
        pass
