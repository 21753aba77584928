"""What a person looks like, and by which marks they are known."""

from typing import Annotated

from comity.records.categories import Category
from comity.records.declaration import Part
from comity.records.fields import Base64, Description, Flag, ShortText
from comity.records.meaning import Niem
from comity.records.parties.measures import Measure


class Appearance(Part):
    """What a person looks like, in the words of who describes them; NIEM 6 core, ``nc:PersonType``."""

    category = Category.IDENTITY

    description: Annotated[Description | None, Niem("nc:PersonDescriptionText")] = None
    age: Annotated[Measure | None, Niem("nc:PersonAgeMeasure")] = None
    age_text: Annotated[ShortText | None, Niem("nc:PersonAgeDescriptionText")] = None
    heights: Annotated[tuple[Measure, ...], Niem("nc:PersonHeightMeasure")] = ()
    weights: Annotated[tuple[Measure, ...], Niem("nc:PersonWeightMeasure")] = ()
    eye_colors: Annotated[tuple[ShortText, ...], Niem("nc:PersonEyeColorText")] = ()
    hair_colors: Annotated[tuple[ShortText, ...], Niem("nc:PersonHairColorText")] = ()
    hair_length: Annotated[ShortText | None, Niem("nc:PersonHairLengthText")] = None
    hair_style: Annotated[ShortText | None, Niem("nc:PersonHairStyleText")] = None
    hair_appearance: Annotated[ShortText | None, Niem("nc:PersonHairAppearanceText")] = None
    facial_hair: Annotated[ShortText | None, Niem("j:PersonFacialHairCode")] = None
    skin_tones: Annotated[tuple[ShortText, ...], Niem("nc:PersonSkinToneText")] = ()
    build: Annotated[ShortText | None, Niem("nc:PersonBuildText")] = None
    complexion: Annotated[ShortText | None, Niem("nc:PersonComplexionText")] = None
    eyewear: Annotated[ShortText | None, Niem("nc:PersonEyewearText")] = None
    speech: Annotated[ShortText | None, Niem("nc:PersonSpeechDescriptionText")] = None
    handedness: Annotated[ShortText | None, Niem("nc:PersonHandednessText")] = None
    dental: Annotated[tuple[ShortText, ...], Niem("j:PersonDentalCharacteristicText")] = ()
    clothing: Annotated[Description | None, Niem("j:PersonClothing")] = None


class FingerMark(Part):
    """One finger's print, or why there is none; the prints themselves stay with the identification bureau."""

    category = Category.BIOMETRIC

    finger: ShortText | None = None
    code: ShortText | None = None


class Biometrics(Part):
    """By what of their body a person can be told: references to prints and samples, a photograph, dental records."""

    category = Category.BIOMETRIC

    photographs: Annotated[tuple[Base64, ...], Niem("nc:PersonDigitalImage")] = ()
    photograph_references: tuple[ShortText, ...] = ()
    print_references: tuple[ShortText, ...] = ()
    finger_marks: tuple[FingerMark, ...] = ()
    dna_collected: Flag | None = None
    dna_required: Flag | None = None
    dna_status: ShortText | None = None
    codis_number: ShortText | None = None
    blood_category: Annotated[ShortText | None, Niem("j:PersonBloodTypeCode")] = None
    dental_records_available: Annotated[Flag | None, Niem("j:PersonDentalRecordsAvailableIndicator")] = None
    dental_xray_available: Annotated[Flag | None, Niem("j:PersonDentalXRayAvailableIndicator")] = None
