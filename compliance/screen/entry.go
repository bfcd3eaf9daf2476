package screen

// An Entry is one person, company or ship on a list.
type Entry struct {
	List      string // eu | un | us-ofac | uk | the file's name
	ID        string // as the list numbers it
	Kind      string // person | entity | vessel | aircraft | other
	Programme string
	Names     []Name // the main one first
	Births    []Birth
}

// A Name is one name that an entry goes by. A weak one is an alias that the list itself says is
// of low quality.
type Name struct {
	Text string
	Weak bool
}

// Kinds of entries.
const (
	Person   = "person"
	Entity   = "entity"
	Vessel   = "vessel"
	Aircraft = "aircraft"
	Other    = "other"
)

// kindOf reads how lists say it.
func kindOf(word string) string {
	switch word {
	case "P", "p", "person", "Person", "individual", "Individual":
		return Person
	case "E", "e", "enterprise", "entity", "Entity", "-0-":
		return Entity
	case "vessel", "Vessel", "Ship", "ship":
		return Vessel
	case "aircraft", "Aircraft":
		return Aircraft
	}
	return Other
}

// merge adds what a further row or file says of the same entry.
func (e *Entry) merge(more Entry) {
	for _, n := range more.Names {
		e.name(n.Text, n.Weak)
	}
	e.Births = append(e.Births, more.Births...)
	if e.Kind == "" || e.Kind == Other {
		e.Kind = more.Kind
	}
	if e.Programme == "" {
		e.Programme = more.Programme
	}
}

// name adds a name, each once and none that is empty.
func (e *Entry) name(text string, weak bool) {
	if text == "" {
		return
	}
	for _, n := range e.Names {
		if n.Text == text {
			return
		}
	}
	e.Names = append(e.Names, Name{text, weak})
}

// born adds a date of birth in whatever form, when there is one in it.
func (e *Entry) born(text string) {
	if b, ok := ParseBirth(text); ok {
		e.Births = append(e.Births, b)
	}
}
