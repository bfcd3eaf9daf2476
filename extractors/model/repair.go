package model

import (
	"slices"
	"strings"
)

// maxViolations is how many violations a model is told at once; more only confuse it.
const maxViolations = 20

// repair returns r with one more turn, in which the model is told what is wrong with its answer.
func repair(r Request, answer string, violations []string) Request {
	if answer == "" {
		answer = "(empty)" // providers refuse a turn without content
	}
	var b strings.Builder
	b.WriteString("That answer cannot be used:\n")
	for _, v := range violations[:min(len(violations), maxViolations)] {
		b.WriteString("- " + v + "\n")
	}
	b.WriteString("Give the whole answer once more, with this put right and nothing else changed.")
	r.Turns = append(slices.Clip(r.Turns),
		Turn{Role: RoleAssistant, Parts: []Part{{Text: answer}}},
		Turn{Role: RoleUser, Parts: []Part{{Text: b.String()}}})
	return r
}

// tellSchema returns r with the schema in its instruction, for the modes in which the provider
// does not hold the answer to it.
func tellSchema(r Request) Request {
	if r.Output == nil || r.Output.Mode == JSONSchema || r.Output.Mode == JSONTool {
		return r
	}
	if schema := string(r.Output.Schema); !strings.Contains(r.System, schema) {
		r.System += "\n\nAnswer with one JSON object and nothing else. It must satisfy this JSON Schema:\n" + schema
	}
	return r
}
