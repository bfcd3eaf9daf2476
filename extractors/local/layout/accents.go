package layout

// accentTrust is the most that a word is trusted whose marks came from elsewhere.
const accentTrust = 0.85

// RestoreAccents gives words that recognition read without their marks the form that the same
// word has elsewhere in the document: "Mobel" where "Möbel" stands as often. Recognition loses
// the dots and strokes of letters, it does not invent them.
func RestoreAccents(sheets []*Sheet) {
	marked := map[string]string{}
	count := map[string]int{} // how much oftener with marks than without
	eachLong(sheets, func(t *Token) {
		if isASCII(t.Text) {
			count[t.Fold]--
			return
		}
		count[t.Fold]++
		if _, seen := marked[t.Fold]; !seen {
			marked[t.Fold] = t.Text
		}
	})
	if len(marked) == 0 {
		return
	}
	eachLong(sheets, func(t *Token) {
		text, ok := marked[t.Fold]
		if ok && isASCII(t.Text) && count[t.Fold] >= 0 && t.Text[0] == text[0] {
			t.Text, t.Confidence = text, min(t.Confidence, accentTrust)
		}
	})
}

// longWord is the length from which on two words of the same letters are the same word.
const longWord = 6

// eachLong visits the recognised words of letters only.
func eachLong(sheets []*Sheet, visit func(*Token)) {
	for _, s := range sheets {
		for i := range s.Tokens {
			if t := &s.Tokens[i]; t.OCR && !t.Digit && len(t.Fold) >= longWord {
				visit(t)
			}
		}
	}
}

func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= 0x80 {
			return false
		}
	}
	return true
}
