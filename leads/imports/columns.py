"""Which column of a CRM's or a spreadsheet's file is which of ours, by its English or German name."""

from django.utils.translation import gettext_lazy as _

LEADS = {
    "external_id": (_("Lead ID"), "leadid leadnumber leadnummer leadnr externalid kontaktnummer kontaktchanceid nummerderkontaktchance"),
    "first_name": (_("First name"), "firstname givenname forename vorname rufname vornamen"),
    "last_name": (_("Last name"), "lastname surname familyname nachname familienname name zuname"),
    "company": (_("Firm"), "company firm companyname organisation organization account accountname firma unternehmen firmenname"),
    "email": (_("E-mail"), "email mail emailaddress mailaddress emailadresse mailadresse"),
    "phone": (_("Phone"), "phone phonenumber telephone telephonenumber mobile mobilephone telefon telefonnummer telefonnr tel mobil "
              "mobilnummer handy handynummer rufnummer"),
    "street": (_("Street"), "street streetaddress addressline address strasse strassehausnummer strasseundhausnummer anschrift adresse"),
    "zip_code": (_("Postal code"), "zippostalcode zip zipcode postalcode postcode plz postleitzahl"),
    "city": (_("Place"), "city town place ort stadt wohnort"),
    "source": (_("Occasion"), "leadsource source occasion campaign anlass leadquelle quelle herkunft veranstaltung aktion"),
    "status": (_("State"), "status leadstatus state stage stand zustand"),
    "former_provider": (_("Former provider"), "currentprovider formerprovider provider bisherigeranbieter frueherereranbieter "
                        "frueheranbieter aktuelleranbieter anbieter"),
    "created": (_("Day"), "createddate created createdat createdon date day datum tag angelegt angelegtam erstellt erstelltam kontaktdatum"),
    "owner": (_("Ambassador"), "leadowneremail owneremail leadowner owner ambassador ambassadoremail botschafter botschafterin "
              "botschaftermail botschafteremail betreuer betreuerin zustaendig"),
    "value": (_("Monthly value"), "monthlyvalue contractvalue value monatswert monatswerteur vertragswert wert"),
    "note": (_("Note"), "description note notes comment comments remark remarks bemerkung bemerkungen notiz notizen kommentar beschreibung"),
    "phone_consent": (_("Phone consent"), "phoneconsent consent callallowed calloptin phoneoptin anruferlaubt einwilligungtelefon "
                      "telefoneinwilligung einwilligunganruf einwilligung"),
    "consent_date": (_("Phone consent, day"), "phoneconsentdate phoneconsentday consentdate einwilligungtelefontag einwilligungtelefondatum "
                     "telefoneinwilligungdatum einwilligungam einwilligungsdatum einwilligungdatum"),
    "consent_source": (_("Phone consent, source"), "phoneconsentsource consentsource einwilligungtelefonquelle einwilligungquelle "
                       "einwilligungsquelle"),
}  # fmt: skip
OWN = {"external_id", "source", "status", "former_provider", "owner", "phone_consent", "created", "note"}
BLANK = dict.fromkeys(LEADS, "")


def fits(found):
    """Whether a file with these columns holds leads: it says two things that nobody says of a colleague."""
    return "personnel_no" not in found and len(OWN & set(found)) >= 2
