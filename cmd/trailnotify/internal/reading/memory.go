package reading

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// memory says how much may be kept in memory.
type memory int64

const defaultMemory memory = 256 << 20

// Type implements pflag.Value.
func (m *memory) Type() string { return "size" }

func (m *memory) String() string {
	for i, unit := range []string{"GB", "MB", "KB"} {
		if size := memory(1) << (30 - 10*i); *m >= size && *m%size == 0 {
			return fmt.Sprintf("%d%s", *m/size, unit)
		}
	}
	return strconv.FormatInt(int64(*m), 10)
}

// Set reads a size such as 64MB.
func (m *memory) Set(s string) error {
	number, shift := strings.ToUpper(s), 0
	for i, unit := range []string{"K", "M", "G"} {
		for _, ending := range []string{unit + "IB", unit + "B", unit} {
			if rest, ok := strings.CutSuffix(number, ending); ok && shift == 0 {
				number, shift = rest, 10*(i+1)
			}
		}
	}
	n, err := strconv.ParseInt(strings.TrimSpace(number), 10, 64)
	if err != nil || n <= 0 || n > 1<<50>>shift {
		return errors.New("want a size such as 64MB or 2GB")
	}
	*m = memory(n << shift)
	return nil
}
