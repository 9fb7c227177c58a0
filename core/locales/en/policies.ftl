# --- changes of the legal texts, and what is told about them ---------------------------------------------

legal-table-policy-version = versions of the legal texts (documents, class, reason, dates)
legal-table-policy-notice = which version of the policy you were told of, where and when

policy-coming = New version from { DATETIME($at, dateStyle: "long") }: { $what }. Until then the present one applies.
policy-summary = · { $what }
policy-choices = Before and after that day you can take a copy of your data, delete it, or object.
policy-no-consent = If something new needs your consent, we ask you for it separately. Simply going on never counts as a yes.
policy-missed = Something will change: { $what }. We could not tell you before. For you the new version applies from { DATETIME($at, dateStyle: "long") }; until then the present one does.
button-policy-changes = Read what changes

site-policy-ahead = New version: { $what }. It applies to you from { DATETIME($at, dateStyle: "long") }.
site-policy-ahead-read = Read what changes
site-policy-in-force = This version is in force.
site-policy-next = From { DATETIME($at, dateStyle: "long") } a new version applies.
site-policy-next-open = A new version has been published. It applies 14 days after the last person was told of it.
site-policy-next-read = Read the coming version
site-policy-next-changes = What changes

legal-controller-is = Responsible in law: { $name }, { $address }.
legal-controller-representative = Representative: { $words }.
legal-controller-officer = Data protection officer: { $words }.
legal-controller-authority = The authority that watches over us: { $words }.
