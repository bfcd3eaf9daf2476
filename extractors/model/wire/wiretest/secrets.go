package wiretest

import (
	"encoding/base64"
	"net/http"
	"strings"
	"testing"

	"docpipe/extractors/model"
)

// testSecrets: providers repeat keys and documents in their errors; ours do not.
func testSecrets(t *testing.T, d Dialect) {
	const iban = "DE89 3704 0044 0532 0130 00"
	image := Image("image/png", 300)
	encoded := base64.StdEncoding.EncodeToString(image.Image)
	r := model.Request{
		System: "Read it for Erika Mustermann.",
		Turns:  []model.Turn{{Role: model.RoleUser, Parts: []model.Part{image, {Text: "Account " + iban + ", PIN 4711"}}}},
	}
	hidden := []string{key, key[:12], key[len(key)-8:], iban, "Mustermann", encoded[:60], "4711"}
	for name, message := range map[string]string{
		"key":      "Incorrect API key provided: " + key + ".",
		"masked":   "Incorrect API key provided: " + key[:12] + "*********" + key[len(key)-8:] + ".",
		"bearer":   "Authorization was 'Bearer " + key + "'",
		"document": "Invalid content: Account " + iban + ", PIN",
		"value":    "Invalid value '4711' in Read it for Erika Mustermann.",
		"image":    "Invalid image data:image/png;base64," + encoded,
	} {
		for _, code := range []int{200, 400, 401, 500} {
			for form, body := range map[string][]byte{"": d.Error("invalid", message), " in plain text": []byte(message)} {
				s := serve(t, status(code, http.Header{"X-Request-Id": {"7"}}, body))
				_, err := s.wire(t, d).Send(t.Context(), r)
				if err == nil {
					t.Fatalf("%s%s with %d: no error", name, form, code)
				}
				for _, secret := range hidden {
					if strings.Contains(err.Error(), secret) {
						t.Errorf("%s%s with %d: the error shows %q: %v", name, form, code, secret, err)
					}
				}
			}
		}
	}
}
