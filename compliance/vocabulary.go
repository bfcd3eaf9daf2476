package compliance

import (
	"maps"
	"regexp"
	"slices"
	"strings"
)

// A Vocabulary is what the names in expressions stand for that a pack gives them itself.
type Vocabulary struct {
	Define map[string]string `yaml:"define,omitempty"` // expressions by name
	Params map[string]any    `yaml:"params,omitempty"` // policy.*, as the configuration sets them
	Tables []string          `yaml:"tables,omitempty"` // names of data files
}

// Vocabulary returns that of a pack, or of what one of its rules uses; nil stands for all rules.
// Parameters are those of documents of no tenant in particular.
func (b *Book) Vocabulary(p *Pack, r *Rule) Vocabulary {
	v := Vocabulary{Define: map[string]string{}, Params: b.Params(p, ""), Tables: slices.Sorted(maps.Keys(p.tables))}
	for name, e := range p.defines {
		v.Define[name] = e.text
	}
	if r == nil {
		return v
	}
	used := p.namesIn(r)
	maps.DeleteFunc(v.Define, func(name, _ string) bool { return !used[name] })
	maps.DeleteFunc(v.Params, func(name string, _ any) bool { return !used["policy."+name] })
	v.Tables = slices.DeleteFunc(v.Tables, func(name string) bool { return !used["table."+name] })
	return v
}

// Params are the values of policy.* of a pack for a tenant, as the configuration sets them.
func (b *Book) Params(p *Pack, tenant string) map[string]any {
	all := maps.Clone(p.Params)
	maps.Copy(all, b.config.params(p.Name, tenant))
	return all
}

var (
	quotedText = regexp.MustCompile(`"[^"]*"|'[^']*'`)
	anyName    = regexp.MustCompile(`[A-Za-z_][A-Za-z0-9_.]*`)
	ownName    = regexp.MustCompile(`^(?:policy|table)\.[A-Za-z0-9_]+|^[A-Za-z0-9_]+`)
)

// namesIn are the names that a rule's expressions begin with, and those of the definitions that
// they lead to.
func (p *Pack) namesIn(r *Rule) map[string]bool {
	used := map[string]bool{}
	var look func(text string)
	look = func(text string) {
		for _, path := range anyName.FindAllString(quotedText.ReplaceAllString(text, `""`), -1) {
			name := ownName.FindString(path)
			if used[name] {
				continue
			}
			used[name] = true
			look(p.defines[name].text)
		}
	}
	for _, e := range r.expressions() {
		look(e)
	}
	return used
}

// expressions are the texts of a rule that name things; of its message what stands in braces.
func (r *Rule) expressions() []string {
	all := []string{r.When.text, r.ForEach.text, r.Assert.text, r.Prefer.text, r.Expected.text, r.Actual.text}
	for _, w := range r.Within {
		all = append(all, w.ForEach.text)
	}
	for rest := r.Message.text; ; {
		open := strings.IndexByte(rest, '{')
		if open < 0 {
			return all
		}
		end := closing(rest[open:])
		if end < 0 {
			return all
		}
		all = append(all, rest[open+1:open+end])
		rest = rest[open+end+1:]
	}
}
