#!/usr/bin/env bash
# Package: the email package of Python 3.11, beside imap-tools 1.16.0, mail-parser 4.8.0 and fast-mail-parser 0.10.0
#   (PyPI), mailparser 3.14.2 and postal-mime 4.0.0 (npm)
# Expected: a schedule that came with a letter is among the attachments of the letter, whichever program sent it:
#   EmailMessage.iter_attachments() is for that, and is_attachment() says it of a part.
# Seen: Apple's Mail puts the text and what is attached together as one of two alternatives, marked "inline". From
#   such a letter iter_attachments() gives nothing, and is_attachment() is false for every part; of a letter that
#   is nothing but the workbook iter_attachments() gives nothing either. A listing as text, week.txt, marked
#   "inline", is in no list of fast-mail-parser, mailparser and postal-mime: it is text of the letter for them,
#   without its name, while the workbook beside it is found. Of a forwarded letter iter_attachments(),
#   fast-mail-parser and mailparser list the letter and not the workbook in it. No error anywhere.
# Source: RFC 2183, 2.1 and 2.3 (inline, filename); RFC 2046, 5.1.4; documentation of Python, email.message
#   (iter_attachments: empty for multipart/alternative); hypermail issue 52 (the form in which Apple's Mail sends).
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip --quiet --quiet install imap-tools==1.16.0 mail-parser==4.8.0 fast-mail-parser==0.10.0
npm install --prefix "$work" --silent --no-audit --no-fund mailparser@3.14.2 postal-mime@4.0.0 > npm.log

cat > make.py <<'PY'
from email.mime.application import MIMEApplication
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

def named(part, name, how):
    part.add_header("Content-Disposition", how, filename=name)
    return part

def workbook(how):
    return named(MIMEApplication(b"date;start;title\n", "vnd.ms-excel"), "week.xls", how)

def letter(kind, *parts):
    made = MIMEMultipart(kind)
    for part in parts:
        made.attach(part)
    return made

plain = letter("mixed", MIMEText("Dear all"), workbook("attachment"))
letters = {
    "1-plain": plain,
    "2-apple": letter("alternative", MIMEText("Dear all"), letter("mixed", MIMEText("<p>Dear all</p>", "html"), workbook("inline"))),
    "3-apple-two": letter("mixed", MIMEText("Dear all"), workbook("inline"), named(MIMEText("21:30 Film (18+)\n"), "week.txt", "inline")),
    "4-workbook-only": workbook("attachment"),
    "5-forwarded": letter("mixed", MIMEText("See below"), MIMEMessage(plain)),
}
for name, message in letters.items():
    message["From"] = "ktk@example.kz"
    if "Subject" not in message:
        message["Subject"] = "Week"
    with open(f"{name}.eml", "wb") as file:
        file.write(message.as_bytes())
PY
cat > read.py <<'PY'
import email
import email.policy
import pathlib

import fast_mail_parser
import imap_tools
import mailparser

def show(*names):
    return " ".join(name or "(no name)" for name in names) or "nothing"

for path in sorted(pathlib.Path().glob("*.eml")):
    data = path.read_bytes()
    message = email.message_from_bytes(data, policy=email.policy.default)
    print(path.stem)
    print("  iter_attachments:", show(*(part.get_filename() for part in message.iter_attachments())))
    print("  is_attachment:", show(*(part.get_filename() for part in message.walk() if part.is_attachment())))
    print("  imap-tools:", show(*(part.filename for part in imap_tools.MailMessage.from_bytes(data).attachments)))
    print("  mail-parser:", show(*(part["filename"] for part in mailparser.parse_from_bytes(data).attachments)))
    print("  fast-mail-parser:", show(*(part.filename for part in fast_mail_parser.parse_email(data).attachments)))
PY
cat > read.mjs <<'JS'
import fs from 'fs';
import PostalMime from 'postal-mime';
import {simpleParser} from 'mailparser';

const show = (parts) => parts.map((part) => part.filename || '(no name)').join(' ') || 'nothing';
for (const name of fs.readdirSync('.').filter((file) => file.endsWith('.eml')).sort()) {
  const data = fs.readFileSync(name);
  console.log(name.slice(0, -4));
  console.log('  mailparser:', show((await simpleParser(data)).attachments));
  console.log('  postal-mime:', show((await PostalMime.parse(data)).attachments));
}
JS
python3 make.py
seen=$(venv/bin/python read.py && node read.mjs)
printf '%s\n' "$seen"
known='1-plain
  iter_attachments: week.xls
  is_attachment: week.xls
  imap-tools: week.xls
  mail-parser: week.xls
  fast-mail-parser: week.xls
2-apple
  iter_attachments: nothing
  is_attachment: nothing
  imap-tools: week.xls
  mail-parser: week.xls
  fast-mail-parser: week.xls
3-apple-two
  iter_attachments: week.xls week.txt
  is_attachment: nothing
  imap-tools: week.xls week.txt
  mail-parser: week.xls week.txt
  fast-mail-parser: week.xls
4-workbook-only
  iter_attachments: nothing
  is_attachment: week.xls
  imap-tools: week.xls
  mail-parser: week.xls
  fast-mail-parser: week.xls
5-forwarded
  iter_attachments: (no name)
  is_attachment: week.xls
  imap-tools: (no name) week.xls
  mail-parser: week.xls
  fast-mail-parser: (no name)
1-plain
  mailparser: week.xls
  postal-mime: week.xls
2-apple
  mailparser: week.xls
  postal-mime: week.xls
3-apple-two
  mailparser: week.xls
  postal-mime: week.xls
4-workbook-only
  mailparser: week.xls
  postal-mime: week.xls
5-forwarded
  mailparser: (no name)
  postal-mime: week.xls'
[ "$seen" = "$known" ] || { echo 'CHANGED: see the top of this script'; exit 1; }
