package rest

// A List is one page of a list, newest first.
type List[T any] struct {
	Items []T     `json:"items" nullable:"false"`
	Next  *string `json:"next" doc:"Cursor of the next page; null at the end"`
}

// A listed is the answer with a List.
type listed[T any] struct {
	Body List[T]
}

// Paging is what every list takes.
type Paging struct {
	Limit  int    `query:"limit" minimum:"1" maximum:"500" default:"50" doc:"Items of a page"`
	Cursor string `query:"cursor" maxLength:"500" doc:"next of the page before"`
}

// listOf makes the answer; next empty stands for the end.
func listOf[T any](items []T, next string) *listed[T] {
	l := &listed[T]{Body: List[T]{Items: items}}
	if items == nil {
		l.Body.Items = []T{}
	}
	if next != "" {
		l.Body.Next = &next
	}
	return l
}
