package form

import (
	"slices"
	"strings"

	"docpipe/extractors"
	"docpipe/pipeline"
)

// placeWords name the parts of the last line of an address.
var placeWords = map[string]string{
	"city": "city", "town": "city", "ort": "city", "stadt": "city", "ville": "city",
	"state": "region", "province": "region", "region": "region",
	"zip": "postcode", "postcode": "postcode", "postal": "postcode", "plz": "postcode",
}

// places claims city, region and postcode of one form field that asks for several of them.
func places(f *pipeline.File, v *pipeline.FormValue, targets []target) []extractors.Claim {
	asked := map[string]bool{}
	for _, w := range append(split(v.Label), split(lastName(v.Name))...) {
		if part := placeWords[w]; part != "" {
			asked[part] = true
		}
	}
	words := strings.Fields(v.Value)
	place, ok := extractors.ReadPlace(words)
	if len(asked) < 2 || !ok {
		return nil
	}
	var claims []extractors.Claim
	for _, part := range []struct {
		name string
		at   [2]int
	}{{"city", place.City}, {"region", place.Region}, {"postcode", place.Postcode}} {
		i := slices.IndexFunc(targets, func(t target) bool { return t.node.Name == part.name })
		text := strings.Trim(strings.Join(words[part.at[0]:part.at[1]], " "), " ,")
		if i < 0 || text == "" {
			continue
		}
		claims = append(claims, extractors.Claim{
			Pointer: targets[i].pointer, Value: text, Source: pipeline.SourceForm, Reader: Version,
			Confidence: 0.97, Reason: "part of form field " + caption(v), Evidence: []pipeline.Evidence{evidence(f, v)},
		})
	}
	return claims
}
