# The copy of their data that a person gets: its pages, in plain words.

rights-index-title = Your data at InkMirage
rights-processing-title = What your data is used for, and your rights
rights-as-of = This is how things stood on { $at }. What came later is not in it.
rights-state-complete = This copy is complete. Everything we hold about you is in it, except for what is named under “Not included, and why”.
rights-state-gaps = { $count ->
    [one] This copy has a gap: one thing that belongs here could not be read. It is listed below, with the reason.
   *[other] This copy has gaps: { $count } things that belong here could not be read. They are listed below, each with the reason.
}
rights-heading-gaps = What could not be read
rights-why-missing = The file is not in our store any more.
rights-why-unavailable = Our store did not answer, although it was asked again.
rights-why-differs = The file in our store is not the one that was stored at the time, so we have left it out.
rights-why-count = The file of records holds a different number of entries from the database.

rights-heading-records = Records
rights-records = Each file holds one record per line, in a form that programs can read (JSON). The schema beside it says what the fields are. All times are in UTC.
rights-ledger = Your credits, entry by entry, as a spreadsheet
rights-rows = { $count ->
    [0] no records
    [one] one record
   *[other] { $count } records
}
rights-schema = schema

rights-heading-pictures = What you asked for, and the pictures made from it
rights-no-picture = There is no picture for this request.
rights-heading-references = Your reference pictures

rights-heading-withheld = Not included, and why
rights-withheld = Some fields stay out. They are listed here by the kind of record they belong to:
rights-withheld-copy = Copies of something that is in this bundle already:
rights-withheld-internal = Technical values that say nothing about you:
rights-withheld-credential = Keys that open something; in the wrong hands they would do you harm:
rights-withheld-unlinkable = Values that we cannot tie to a person ourselves:
rights-withheld-impersonal = Values that are about no person:
rights-withheld-other = In records that name two people, what is about the other one:
rights-withheld-nobody = We cannot tell which of these entries belong to whom, or they are about no person.

rights-heading-check = How to check that nothing was changed
rights-check = manifest-sha256.txt and tagmanifest-sha256.txt hold the SHA-256 checksum of every file. Any program for BagIt packages (RFC 8493) compares them for you.

rights-heading-held = What we hold, why, and for how long
rights-heading-use = What it is used for, and the legal grounds
rights-heading-recipients = Who receives it
rights-heading-kept = How long it is kept
rights-heading-rights = Your rights
rights-heading-source = Where it comes from
rights-heading-automatic = Automatic decisions
