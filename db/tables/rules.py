"""The privacy rules in use: why a value is held, how long, and what a copy and a deletion do with it (privacy.md §3)."""

from dataclasses import replace

from core.privacy.rules import ACCOUNT, Basis, Category, Days, Erase, Export, NotPersonal, Purpose, Recipient, Rule, Statutory

PERSON = Rule(Category.IDENTIFIER, tuple(Purpose), Basis.CONTRACT, ACCOUNT, Export.SHOW, Erase.DELETE)
PROFILE = Rule(Category.PROFILE, (Purpose.AUTH, Purpose.DELIVER), Basis.CONTRACT, ACCOUNT, Export.SHOW, Erase.DELETE)
CONTACT = Rule(Category.CONTACT, (Purpose.AUTH, Purpose.MAIL), Basis.CONTRACT, ACCOUNT, Export.SHOW, Erase.DELETE, (Recipient.RESEND,))
CHAT = Rule(Category.CHAT, (Purpose.AUTH, Purpose.DELIVER), Basis.CONTRACT, ACCOUNT, Export.SHOW, Erase.DELETE, (Recipient.PLATFORM,))
PROMPT = Rule(Category.CONTENT, (Purpose.GENERATE, Purpose.DELIVER), Basis.CONTRACT, ACCOUNT, Export.SHOW, Erase.DELETE, (Recipient.MAYI,))
CONTENT = Rule(Category.CONTENT, (Purpose.GENERATE, Purpose.DELIVER), Basis.CONTRACT, ACCOUNT, Export.SHOW, Erase.DELETE)
POSTED = Rule(Category.CONTENT, (Purpose.DELIVER,), Basis.CONTRACT, ACCOUNT, Export.SHOW, Erase.DELETE)
ROOM = Rule(Category.CHAT, (Purpose.DELIVER,), Basis.CONTRACT, ACCOUNT, Export.SHOW, Erase.DELETE)
ASKED = Rule(Category.CHAT, (Purpose.DELIVER,), Basis.CONTRACT, Days(2), Export.SHOW, Erase.DELETE, (Recipient.PLATFORM,))
FILE = Rule(Category.CONTENT, (Purpose.DELIVER,), Basis.CONTRACT, ACCOUNT, Export.FILE, Erase.OBJECT, (Recipient.R2,))
REFERENCE = Rule(Category.CONTENT, (Purpose.GENERATE,), Basis.CONTRACT, Days(30), Export.FILE, Erase.OBJECT, (Recipient.R2, Recipient.MAYI))
USAGE = Rule(Category.USAGE, (Purpose.GENERATE, Purpose.BILL), Basis.CONTRACT, ACCOUNT, Export.SHOW, Erase.DELETE)
QUEUE = Rule(Category.USAGE, (Purpose.GENERATE,), Basis.CONTRACT, ACCOUNT, Export.INTERNAL, Erase.DELETE)
BILLING = Rule(Category.BILLING, (Purpose.BILL,), Basis.CONTRACT, ACCOUNT, Export.SHOW, Erase.ANONYMISE)
RECEIPT = Rule(
    Category.BILLING,
    (Purpose.BILL, Purpose.LEGAL),
    Basis.LAW,
    Statutory("payment records"),
    Export.SHOW,
    Erase.KEEP,
    why="tax law requires payment records to be kept",
)
SOLD = replace(RECEIPT, recipients=(Recipient.STRIPE,))
SPOKEN = replace(PROFILE, recipients=(Recipient.STRIPE,))
REPLAY = Rule(Category.OPERATION, (Purpose.BILL, Purpose.DELIVER), Basis.CONTRACT, Days(2), Export.COPY, Erase.DELETE)
NEWS = Rule(Category.CONTENT, (Purpose.DELIVER,), Basis.CONTRACT, Days(2), Export.COPY, Erase.DELETE, (Recipient.PLATFORM,))
INTAKE = Rule(Category.OPERATION, (Purpose.DELIVER,), Basis.CONTRACT, Days(2), Export.INTERNAL, Erase.DELETE)
SENT = Rule(Category.CONTENT, (Purpose.DELIVER,), Basis.CONTRACT, ACCOUNT, Export.INTERNAL, Erase.DELETE, (Recipient.PLATFORM,))
LETTER = Rule(Category.CONTACT, (Purpose.MAIL,), Basis.CONTRACT, Days(7), Export.SHOW, Erase.DELETE, (Recipient.RESEND,))
PROVENANCE = Rule(Category.IDENTIFIER, (Purpose.AUTH,), Basis.CONTRACT, Days(3), Export.INTERNAL, Erase.DELETE)
SECRET = Rule(Category.DEVICE, (Purpose.AUTH,), Basis.CONTRACT, Days(1), Export.CREDENTIAL, Erase.DELETE)
TOKEN = Rule(Category.DEVICE, (Purpose.AUTH,), Basis.CONTRACT, Days(4), Export.CREDENTIAL, Erase.DELETE)
CREDENTIAL = Rule(Category.DEVICE, (Purpose.AUTH,), Basis.CONTRACT, Days(30), Export.CREDENTIAL, Erase.DELETE)
LINKED = Rule(Category.CONTACT, (Purpose.AUTH, Purpose.SECURE), Basis.CONTRACT, Days(4), Export.SHOW, Erase.DELETE, (Recipient.RESEND,))
BROWSER = Rule(Category.DEVICE, (Purpose.AUTH, Purpose.SECURE), Basis.INTEREST, Days(30), Export.SHOW, Erase.DELETE)
VISIT = Rule(Category.DEVICE, (Purpose.SECURE,), Basis.INTEREST, Days(90), Export.SHOW, Erase.DELETE)
ABUSE = Rule(Category.DEVICE, (Purpose.SECURE,), Basis.INTEREST, Days(7), Export.UNLINKABLE, Erase.EXPIRES)
MARK = Rule(Category.CHAT, (Purpose.SECURE,), Basis.INTEREST, Days(365), Export.UNLINKABLE, Erase.EXPIRES)
DECLINED = Rule(Category.CONTENT, (Purpose.SECURE, Purpose.RIGHTS), Basis.INTEREST, Days(30), Export.SHOW, Erase.DELETE)
AGE = Rule(Category.PROFILE, (Purpose.LEGAL,), Basis.LAW, ACCOUNT, Export.SHOW, Erase.DELETE)
TOO_YOUNG = Rule(Category.CHAT, (Purpose.LEGAL,), Basis.LAW, Days(30), Export.UNLINKABLE, Erase.EXPIRES)
REPORT = Rule(Category.RIGHTS, (Purpose.RIGHTS, Purpose.SECURE), Basis.INTEREST, Days(365), Export.SHOW, Erase.EXPIRES)
REPORTER = Rule(Category.RIGHTS, (Purpose.RIGHTS,), Basis.INTEREST, Days(365), Export.SHOW, Erase.NULLIFY)
MEETING = Rule(Category.CHAT, (Purpose.AUTH, Purpose.SECURE), Basis.CONTRACT, Days(1), Export.SHOW, Erase.DELETE)
JOINED = Rule(Category.IDENTIFIER, (Purpose.AUTH, Purpose.SECURE), Basis.CONTRACT, ACCOUNT, Export.SHOW, Erase.DELETE)
TOLD = Rule(Category.CHAT, (Purpose.SECURE, Purpose.DELIVER), Basis.CONTRACT, Days(7), Export.SHOW, Erase.DELETE, (Recipient.PLATFORM,))
CONSENT = Rule(Category.PROFILE, (Purpose.LEGAL,), Basis.LAW, ACCOUNT, Export.SHOW, Erase.DELETE)
POST = Rule(Category.CONTACT, (Purpose.MAIL,), Basis.CONTRACT, Days(30), Export.SHOW, Erase.DELETE)
RIGHTS = Rule(Category.RIGHTS, (Purpose.RIGHTS, Purpose.LEGAL), Basis.LAW, Days(730), Export.SHOW, Erase.EXPIRES)
ASKER = Rule(Category.RIGHTS, (Purpose.RIGHTS,), Basis.LAW, ACCOUNT, Export.SHOW, Erase.NULLIFY)
PROOF = Rule(Category.RIGHTS, (Purpose.RIGHTS, Purpose.SECURE), Basis.LAW, Days(1), Export.CREDENTIAL, Erase.NULLIFY)
PARCEL = Rule(Category.RIGHTS, (Purpose.RIGHTS,), Basis.LAW, Days(7), Export.INTERNAL, Erase.OBJECT, (Recipient.R2,))
PARCEL_KEY = Rule(Category.RIGHTS, (Purpose.RIGHTS,), Basis.LAW, Days(7), Export.CREDENTIAL, Erase.DELETE)
ARCHIVE = Rule(
    Category.BILLING,
    (Purpose.LEGAL,),
    Basis.LAW,
    Statutory("payment records"),
    Export.UNLINKABLE,
    Erase.KEEP,
    why="tax law requires payment records to be kept",
)
QUIET = Rule(Category.USAGE, (Purpose.RIGHTS,), Basis.CONTRACT, ACCOUNT, Export.SHOW, Erase.DELETE)
WORDS = Rule(Category.RIGHTS, (Purpose.RIGHTS,), Basis.LAW, Days(365), Export.SHOW, Erase.DELETE)
WRITTEN = Rule(Category.RIGHTS, (Purpose.RIGHTS,), Basis.LAW, Days(90), Export.SHOW, Erase.DELETE, (Recipient.RESEND,))
FETCHING = Rule(Category.RIGHTS, (Purpose.RIGHTS,), Basis.LAW, Days(90), Export.INTERNAL, Erase.DELETE)
STAFF = Rule(Category.RIGHTS, (Purpose.SECURE, Purpose.LEGAL), Basis.INTEREST, Days(730), Export.SHOW, Erase.EXPIRES)
HELD = Rule(
    Category.RIGHTS,
    (Purpose.LEGAL,),
    Basis.LAW,
    Statutory("legal holds"),
    Export.SHOW,
    Erase.KEEP,
    why="a court, an authority or a dispute demands that this one record is kept until a date that is set",
)
SEALED = Rule(
    Category.RIGHTS,
    (Purpose.LEGAL,),
    Basis.LAW,
    Statutory("legal holds"),
    Export.INTERNAL,
    Erase.KEEP,
    why="a court, an authority or a dispute demands that this one record is kept until a date that is set",
)
NOTIFIED = Rule(Category.PROFILE, (Purpose.LEGAL,), Basis.LAW, ACCOUNT, Export.SHOW, Erase.DELETE)
OUTGOING = Rule(Category.PROFILE, (Purpose.LEGAL,), Basis.LAW, ACCOUNT, Export.INTERNAL, Erase.DELETE)
PUBLIC = NotPersonal("about a public text, the same for everybody")
COUNTED = NotPersonal("how many receipts there are, the same for everybody")
USED = Rule(Category.BILLING, (Purpose.BILL,), Basis.CONTRACT, ACCOUNT, Export.SHOW, Erase.DELETE)
USED_IN = Rule(Category.CHAT, (Purpose.BILL, Purpose.SECURE), Basis.INTEREST, ACCOUNT, Export.INTERNAL, Erase.DELETE)
OFFERED = NotPersonal("an offer of the operator, made out to nobody")
LEFT = NotPersonal("of people who have left, tied to nobody any more")
BOOKS = NotPersonal("a number of the books, tied to a person only through the wallet")
SERVER = NotPersonal("a choice of a server's owners about the server, of whom nothing is kept")
WORDING = NotPersonal("a fixed word of the program, the same for everybody")
