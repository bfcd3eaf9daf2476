package wire

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"

	"docpipe/extractors/model"
)

// Check refuses what no provider takes, and modes that this one has not. Its error is a
// [model.Fault] of kind ErrRejected.
func Check(r model.Request, modes ...model.JSONMode) error {
	if err := cmp.Or(checkTurns(r.Turns), checkOutput(r.Output, modes)); err != nil {
		return rejected("%v", err)
	}
	return nil
}

func checkTurns(turns []model.Turn) error {
	if len(turns)%2 == 0 {
		return fmt.Errorf("%d turns: they begin and end with the user", len(turns))
	}
	for i, t := range turns {
		want := model.RoleUser
		if i%2 == 1 {
			want = model.RoleAssistant
		}
		if t.Role != want {
			return fmt.Errorf("turn %d is by %q: want %q", i+1, t.Role, want)
		}
		if err := checkParts(t); err != nil {
			return fmt.Errorf("turn %d: %w", i+1, err)
		}
	}
	return nil
}

func checkParts(t model.Turn) error {
	if len(t.Parts) == 0 {
		return errors.New("it says nothing")
	}
	for _, p := range t.Parts {
		if p.Image == nil {
			continue
		}
		if t.Role != model.RoleUser {
			return errors.New("only the user shows images")
		}
		if p.MediaType != "image/jpeg" && p.MediaType != "image/png" {
			return fmt.Errorf("an image of type %q: want image/jpeg or image/png", p.MediaType)
		}
	}
	return nil
}

func checkOutput(o *model.Output, modes []model.JSONMode) error {
	if o == nil {
		return nil
	}
	if !slices.Contains(modes, o.Mode) {
		return fmt.Errorf("JSON mode %q is not among those of this provider: %q", o.Mode, modes)
	}
	var schema map[string]any
	if err := json.Unmarshal(o.Schema, &schema); err != nil {
		return fmt.Errorf("the schema of %s is no JSON object: %w", o.Name, err)
	}
	return nil
}

var itemID = regexp.MustCompile(`^[a-zA-Z0-9_-]{1,64}$`)

// CheckItems refuses batches that no provider takes, and items that [Check] refuses.
func CheckItems(items []model.BatchItem, modes ...model.JSONMode) error {
	seen := make(map[string]bool, len(items))
	for _, item := range items {
		switch {
		case !itemID.MatchString(item.ID):
			return rejected("item %q: want a name of letters, digits, _ and -, at most 64", item.ID)
		case seen[item.ID]:
			return rejected("item %q stands in the batch twice", item.ID)
		}
		seen[item.ID] = true
		if err := Check(item.Request, modes...); err != nil {
			return fmt.Errorf("item %s: %w", item.ID, err)
		}
	}
	if len(items) == 0 {
		return rejected("the batch is empty")
	}
	return nil
}

func rejected(format string, args ...any) error {
	return &model.Fault{Kind: model.ErrRejected, Detail: fmt.Sprintf(format, args...)}
}

// CheckLine reports what is wrong with the settings that every wire has, all together.
func CheckLine(base string, client *http.Client, maxAnswer int64) error {
	var errs []error
	u, err := url.Parse(base)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" || u.User != nil {
		errs = append(errs, errors.New("base_url: give an address such as https://host/v1, without user or password"))
	}
	if client == nil {
		errs = append(errs, errors.New("no HTTP client: give one with the dialer that the machine allows"))
	}
	if maxAnswer <= 0 {
		errs = append(errs, fmt.Errorf("max_answer %d: give the bytes that one answer may have", maxAnswer))
	}
	return errors.Join(errs...)
}
