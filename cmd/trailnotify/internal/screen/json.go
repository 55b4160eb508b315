package screen

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// PrintJSON prints a value as one line of JSON in which everything that a
// terminal might obey is escaped.
func PrintJSON(w io.Writer, value any) error {
	var line strings.Builder
	encoder := json.NewEncoder(&line)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return fmt.Errorf("encoding: %w", err)
	}
	_, err := fmt.Fprintln(w, Escape(strings.TrimSuffix(line.String(), "\n")))
	return err
}
