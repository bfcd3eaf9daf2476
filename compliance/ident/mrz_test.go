package ident

import (
	"strings"
	"testing"
)

// The specimens of ICAO Doc 9303, whose holder lives in Utopia.
var specimens = map[string]string{
	"mrz.td1":  "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<",
	"mrz.td2":  "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6",
	"mrz.td3":  "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10",
	"mrz.mrva": "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL8988901C4XXX4009078F96121096ZE184226B<<<<<<",
	"mrz.mrvb": "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nL8988901C4XXX4009078F9612109<<<<<<<<",
}

func TestZones(t *testing.T) {
	t.Parallel()
	for kind, zone := range specimens {
		for _, k := range []string{kind, "mrz"} {
			if a, err := Check(k, strings.ToLower(zone)); err != nil || a.Compact != zone {
				t.Errorf("Check(%s, %q) = %+v, %v, want it valid", k, zone, a, err)
			}
		}
	}
}

// A number of more than nine characters goes on in the optional data of a card.
func TestZoneWithALongNumber(t *testing.T) {
	t.Parallel()
	zone := "I<UTOD23145890<7349<<<<<<<<<<<\n3407127M9507122UTO<<<<<<<<<<<2\nSTEVENSON<<PETER<JOHN<<<<<<<<<"
	if a, _ := Check("mrz.td1", zone); !a.Valid {
		t.Errorf("a long number: %s, want it valid", a.Reason)
	}
}

func TestZonesThatAreWrong(t *testing.T) {
	t.Parallel()
	td3 := specimens["mrz.td3"]
	for _, c := range []struct{ old, new, want string }{
		{"L898902C3", "L898902C8", "check digit of the document number is 6, it gives"},
		{"740812", "740813", "check digit of the date of birth"},
		{"ZE184226B", "ZE184226C", "check digit of the personal number"},
		{"<<<<<10", "<<<<<11", "check digit of the zone as a whole is 1, it gives 0"},
		{"P<UTO", "P<QQQ", `"QQQ" is no state`},
		{"6UTO7", "6UT07", `"UT0" is no state`},
		{"2F1204", "2X1204", "X stands for no sex"},
		{"ANNA", "ANN4", "the names begin with < or have digits"},
		{"<<ANNA", "<ANNA", "has 87 characters, want 2 lines of 44"},
		{"P<", "I<", "begins with I, want one of P"},
		{"ANNA", "ANÑA", `is "Ñ", want a letter`},
		{"1204159", "1204<<9", "check digit of the date of expiry"},
	} {
		a, err := Check("mrz.td3", strings.Replace(td3, c.old, c.new, 1))
		if err != nil || a.Valid || !strings.Contains(a.Reason, c.want) {
			t.Errorf("%s for %s: %+v, %v, want the reason %q", c.new, c.old, a, err, c.want)
		}
	}
}
