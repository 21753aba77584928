"""What a consent must have, law by law: one element a line, named by its section.

42 CFR Part 2 was read in the text of 89 FR 12625 (Feb. 16, 2024). 45 CFR 164.508, 34 U.S.C. 12291(b)(2) and India's
Digital Personal Data Protection Act, 2023 (DPDP), with its Rules of 2025, are carried over as known; 28 CFR 94.115
(VOCA) and 42 U.S.C. 10406(c)(5) (FVPSA) ask what 34 U.S.C. 12291 asks. Nothing here is legal advice.
"""

from collections.abc import Mapping

from msgspec import Struct

from comity.records.services.consent_terms import ConsentForm


class Element(Struct, frozen=True):
    """Something that must be true of a consent, the section that asks for it, and in which cases it does.

    ``name`` and ``when`` are facts of a consent; () for every consent, else one of the cases must be given.
    """

    name: str
    section: str
    sentence: str
    when: tuple[str, ...] = ()

    @property
    def cited(self) -> str:
        """The sentence with its section."""
        return f"{self.sentence.removesuffix('.')} ({self.section})."


PART_2 = (
    Element("subject_name", "42 CFR 2.31(a)(1)", "It names the patient."),
    Element("disclosers", "42 CFR 2.31(a)(2)", "It names who may disclose."),
    Element("information", "42 CFR 2.31(a)(3)", "It describes the information in a specific and meaningful fashion."),
    Element("recipient", "42 CFR 2.31(a)(4)(i)", "It names the recipients, or their class."),
    Element(
        "participant",
        "42 CFR 2.31(a)(4)(ii)",
        "It names the participants of the intermediary, or their class.",
        ("intermediary",),
    ),
    Element(
        "treating-relationship",
        "42 CFR 2.31(a)(4)(ii)(B)",
        "It limits a class of participants to those who treat the patient.",
        ("participant_class",),
    ),
    Element(
        "redisclosure-under-hipaa",
        "42 CFR 2.31(a)(4)(iii)",
        "It says that a covered entity may redisclose as HIPAA permits, but not for proceedings against the patient.",
        ("covered-operations",),
    ),
    Element("purpose", "42 CFR 2.31(a)(5)", "It describes each purpose."),
    Element(
        "fundraising-opt-out",
        "42 CFR 2.31(a)(5)(iii)",
        "It says that the patient may elect to receive no fundraising communications.",
        ("fundraising",),
    ),
    Element("right-to-revoke", "42 CFR 2.31(a)(6)", "It says that it may be revoked in writing.", ("revocable",)),
    Element(
        "reliance-exception",
        "42 CFR 2.31(a)(6)",
        "It says that what was done in reliance on it before stays done.",
        ("revocable",),
    ),
    Element("how_to_revoke", "42 CFR 2.31(a)(6)", "It says how it may be revoked.", ("revocable",)),
    Element(
        "end",
        "42 CFR 2.31(a)(7)",
        'It says on which date or by which event it expires; "none" does only for treatment, payment and operations.',
    ),
    Element(
        "signature-of-subject",
        "42 CFR 2.31(a)(8)",
        "The patient has signed it.",
        ("adult", "minor", "minor-alone"),
    ),
    Element("signature-of-guardian", "42 CFR 2.14(b)(1)", "The minor's parent or guardian has signed it.", ("minor",)),
    Element(
        "signature-of-representative",
        "42 CFR 2.15",
        "The patient's personal representative has signed it.",
        ("incapacitated", "deceased"),
    ),
    Element("authority", "42 CFR 2.31(a)(8)", "Whoever signs for the patient is authorized to.", ("represented",)),
    Element("signed_at", "42 CFR 2.31(a)(9)", "It says when it was signed."),
    Element(
        "redisclosure-risk",
        "42 CFR 2.31(a)(10)(i)",
        "It says that the recipient may redisclose the records, and that they may then be protected no longer.",
        ("treatment_payment_operations",),
    ),
    Element(
        "refusal-consequences",
        "42 CFR 2.31(a)(10)(ii)",
        "It says what follows if the patient refuses to sign.",
        ("treatment_payment_operations",),
    ),
    Element(
        "not-a-condition",
        "42 CFR 2.31(b)(3)",
        "Treatment, payment, enrollment and benefits do not depend on it.",
        ("sud-counseling-notes",),
    ),
    Element(
        "condition-of-release",
        "42 CFR 2.35(a)",
        "The recipients made taking part in the program a condition of disposition or release.",
        ("criminal-justice-referral",),
    ),
    Element(
        "reasonable-period",
        "42 CFR 2.35(b)",
        "It states a period of effect that is reasonable for the treatment and the proceeding.",
        ("criminal-justice-referral",),
    ),
    Element(
        "revocable-from",
        "42 CFR 2.35(c)",
        "It says after which time or event it may be revoked.",
        ("criminal-justice-referral",),
    ),
    Element(
        "revocable-by-disposition",
        "42 CFR 2.35(c)",
        "It may be revoked at the final disposition at the latest.",
        ("criminal-justice-referral",),
    ),
)
HIPAA = (
    Element("subject_name", "45 CFR 164.508(c)(1)", "It names the individual."),
    Element("information", "45 CFR 164.508(c)(1)(i)", "It describes the information specifically and meaningfully."),
    Element("disclosers", "45 CFR 164.508(c)(1)(ii)", "It names who may disclose."),
    Element("recipient", "45 CFR 164.508(c)(1)(iii)", "It names the recipients, or their class."),
    Element("purpose", "45 CFR 164.508(c)(1)(iv)", "It describes each purpose."),
    Element(
        "end",
        "45 CFR 164.508(c)(1)(v)",
        'It says on which date or by which event it expires; "none" does only for research.',
    ),
    Element("signature", "45 CFR 164.508(c)(1)(vi)", "The individual, or their representative, has signed it."),
    Element("signed_at", "45 CFR 164.508(c)(1)(vi)", "It says when it was signed."),
    Element(
        "authority",
        "45 CFR 164.508(c)(1)(vi)",
        "It describes the authority of the representative who signed.",
        ("represented",),
    ),
    Element("right-to-revoke", "45 CFR 164.508(c)(2)(i)", "It says that it may be revoked in writing."),
    Element("reliance-exception", "45 CFR 164.508(c)(2)(i)(A)", "It says what a revocation does not reach."),
    Element("how_to_revoke", "45 CFR 164.508(c)(2)(i)(A)", "It says how it may be revoked."),
    Element(
        "conditioning",
        "45 CFR 164.508(c)(2)(ii)",
        "It says whether treatment, payment, enrollment or benefits may depend on it.",
    ),
    Element("redisclosure-risk", "45 CFR 164.508(c)(2)(iii)", "It says that the recipient may redisclose."),
    Element("plain-language", "45 CFR 164.508(c)(3)", "It is written in plain language."),
    Element("copy-given", "45 CFR 164.508(c)(4)", "The individual got a copy."),
)
VAWA = (
    Element("subject_name", "34 U.S.C. 12291(b)(2)(B)(ii)", "It names the person whose information it releases."),
    Element("disclosers", "34 U.S.C. 12291(b)(2)(B)(ii)", "It names who may release."),
    Element("recipient", "34 U.S.C. 12291(b)(2)(B)(ii)", "It names who receives."),
    Element("information", "34 U.S.C. 12291(b)(2)(B)(ii)", "It says exactly what is released."),
    Element("purpose", "34 U.S.C. 12291(b)(2)(B)(ii)", "It says what for."),
    Element(
        "informed",
        "34 U.S.C. 12291(b)(2)(B)(ii)",
        "The person was told what is released, to whom, what for, and what may follow.",
    ),
    Element("in-writing", "34 U.S.C. 12291(b)(2)(B)(ii)", "It is in writing."),
    Element("expires_at", "34 U.S.C. 12291(b)(2)(B)(ii)", "It is limited in time, to a date."),
    Element(
        "signature-of-subject",
        "34 U.S.C. 12291(b)(2)(B)(ii)",
        "The person has signed it.",
        ("adult", "minor", "minor-alone"),
    ),
    Element(
        "signature-of-guardian",
        "34 U.S.C. 12291(b)(2)(B)(ii)",
        "The minor's parent or guardian has signed it.",
        ("minor",),
    ),
    Element(
        "signature-of-representative",
        "34 U.S.C. 12291(b)(2)(B)(ii)",
        "The guardian whom a court appointed has signed it.",
        ("incapacitated", "deceased"),
    ),
    Element(
        "not-by-the-abuser",
        "34 U.S.C. 12291(b)(2)(B)(ii)(I)",
        "Whoever signs for the person is not the alleged abuser of the person or of the other parent.",
        ("represented",),
    ),
    Element("signed_at", "34 U.S.C. 12291(b)(2)(B)(ii)", "It says when it was signed."),
    Element("not-a-condition", "34 U.S.C. 12291(b)(2)(D)(ii)(I)", "No service depends on it."),
    Element("not-for-reporting", "34 U.S.C. 12291(b)(2)(D)(ii)(II)", "It is not there to satisfy a duty to report."),
)
DPDP = (
    Element("subject_name", "DPDP Act s. 6(1)", "It names the data principal."),
    Element("disclosers", "DPDP Act s. 5(1)", "The notice names the data fiduciary."),
    Element("recipient", "DPDP Act s. 6(1)", "It names who receives."),
    Element("information", "DPDP Act s. 5(1)(i)", "The notice lists the personal data, item by item."),
    Element("purpose", "DPDP Act s. 5(1)(i)", "The notice says what the data is processed for."),
    Element("rights", "DPDP Act s. 5(1)(ii)", "The notice says how the rights of the data principal are exercised."),
    Element("complaint-to-board", "DPDP Act s. 5(1)(iii)", "The notice says how to complain to the Board."),
    Element(
        "notice-language",
        "DPDP Act s. 6(3)",
        "The notice was given in English or in a language of the Eighth Schedule.",
    ),
    Element("standalone-notice", "DPDP Rules r. 3", "The notice stands alone and can be understood by itself."),
    Element("free", "DPDP Act s. 6(1)", "It was given freely."),
    Element("specific", "DPDP Act s. 6(1)", "It is specific."),
    Element("informed", "DPDP Act s. 6(1)", "It is informed."),
    Element("unconditional", "DPDP Act s. 6(1)", "It is unconditional."),
    Element("unambiguous", "DPDP Act s. 6(1)", "It is unambiguous."),
    Element("affirmative-action", "DPDP Act s. 6(1)", "It was given by a clear affirmative action."),
    Element("limited-to-necessary", "DPDP Act s. 6(1)", "It is limited to the data that the purpose needs."),
    Element("withdrawal-as-easy", "DPDP Act s. 6(4)", "To withdraw it is as easy as it was to give it."),
    Element("how_to_revoke", "DPDP Act s. 6(4)", "It says how it may be withdrawn."),
    Element("signature-of-subject", "DPDP Act s. 6(1)", "The data principal gave it.", ("adult",)),
    Element(
        "signature-of-guardian",
        "DPDP Act s. 9(1)",
        "The parent or lawful guardian of the child gave it, verifiably.",
        ("minor", "minor-alone"),
    ),
    Element(
        "signature-of-representative",
        "DPDP Act s. 9(1)",
        "The lawful guardian or the nominee of the data principal gave it.",
        ("incapacitated", "deceased"),
    ),
    Element("authority", "DPDP Act s. 9(1)", "The authority of whoever gave it was verified.", ("represented",)),
    Element("signed_at", "DPDP Act s. 6(10)", "It says when it was given, for the fiduciary has to prove it."),
)
GENERAL = (
    Element("subject_name", "good practice", "It names the person."),
    Element("disclosers", "good practice", "It names who may disclose."),
    Element("information", "good practice", "It says what may be disclosed."),
    Element("recipient", "good practice", "It names who receives."),
    Element("purpose", "good practice", "It says what for."),
    Element("how_to_revoke", "good practice", "It says how it may be revoked."),
    Element("end", "good practice", "It says on which date or by which event it expires."),
    Element("signature", "good practice", "The person, or somebody for them, has signed it."),
    Element("authority", "good practice", "Whoever signs for the person says by which authority.", ("represented",)),
    Element("signed_at", "good practice", "It says when it was signed."),
)
ELEMENTS: Mapping[ConsentForm, tuple[Element, ...]] = {
    ConsentForm.PART2: PART_2,
    ConsentForm.HIPAA: HIPAA,
    ConsentForm.VAWA: VAWA,
    ConsentForm.DPDP: DPDP,
    ConsentForm.GENERAL: GENERAL,
}


def lacking(form: ConsentForm, facts: frozenset[str]) -> tuple[Element, ...]:
    """Give the elements that a consent of a form must have and has not, by what is true of it."""
    return tuple(
        element
        for element in ELEMENTS[form]
        if element.name not in facts and (not element.when or any(case in facts for case in element.when))
    )


# Words that name no end. Where a law takes some of them for one, they stand in the table below.
_NO_END = frozenset({
    "none", "never", "no end", "no expiration", "indefinite", "unlimited", "n/a", "not applicable", "end of treatment",
    "end of research study",
})  # fmt: skip
_SUFFICES = {
    (ConsentForm.PART2, "operations"): _NO_END - {"end of research study"},
    (ConsentForm.PART2, "research"): frozenset({"end of research study"}),
    (ConsentForm.HIPAA, "research"): _NO_END - {"end of treatment"},
}


def is_end(form: ConsentForm, words: str, use: str) -> bool:
    """Tell whether words name the event by which a consent expires; ``use`` is "operations", "research" or "".

    42 CFR 2.31(a)(7) and 45 CFR 164.508(c)(1)(v) say for which uses "none" and the like are enough.
    """
    plain = " ".join(word for word in words.casefold().strip(" .").split() if word != "the")
    return bool(plain) and (plain not in _NO_END or plain in _SUFFICES.get((form, use), ()))
