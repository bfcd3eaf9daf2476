package local

// accentTrust is the most that a word is trusted whose marks came from elsewhere.
const accentTrust = 0.85

// restoreAccents gives words that recognition read without their marks the form that the same
// word has elsewhere in the document: "Mobel" where "Möbel" stands as often. Recognition loses
// the dots and strokes of letters, it does not invent them.
func restoreAccents(sheets []*sheet) {
	marked := map[string]string{}
	count := map[string]int{} // how much oftener with marks than without
	eachLong(sheets, func(t *token) {
		if isASCII(t.text) {
			count[t.fold]--
			return
		}
		count[t.fold]++
		if _, seen := marked[t.fold]; !seen {
			marked[t.fold] = t.text
		}
	})
	if len(marked) == 0 {
		return
	}
	eachLong(sheets, func(t *token) {
		text, ok := marked[t.fold]
		if ok && isASCII(t.text) && count[t.fold] >= 0 && t.text[0] == text[0] {
			t.text, t.confidence = text, min(t.confidence, accentTrust)
		}
	})
}

// longWord is the length from which on two words of the same letters are the same word.
const longWord = 6

// eachLong visits the recognised words of letters only.
func eachLong(sheets []*sheet, visit func(*token)) {
	for _, s := range sheets {
		for i := range s.tokens {
			if t := &s.tokens[i]; t.ocr && !t.digit && len(t.fold) >= longWord {
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
