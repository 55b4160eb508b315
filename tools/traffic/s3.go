package traffic

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"time"
)

// fullFile is how many records a delivery file takes at most.
const fullFile = 20000

// NewS3 writes delivery files as a trail writes them to its bucket,
//
//	AWSLogs/<account>/CloudTrail/<region>/YYYY/MM/DD/<account>_CloudTrail_<region>_YYYYMMDDTHHMMZ_<unique>.json.gz
//
// one for each region and stretch of time; the time in the name is the delivery's, at the end of the stretch. A duplicate goes into
// the file that is being written when it arrives.
func NewS3(files Files) Sink {
	return &s3{files: files, open: map[string]*delivery{}}
}

type s3 struct {
	files Files
	open  map[string]*delivery // by region
}

// delivery is a delivery file being written.
type delivery struct {
	*file
	until   time.Time
	part    int // of the stretch, for files that were full
	records int
}

func (s *s3) Write(r Record) error {
	d := s.open[r.Region]
	if d == nil || d.records == fullFile || !r.Time.Before(d.until) {
		next, err := s.next(d, r)
		if err != nil {
			return err
		}
		d, s.open[r.Region] = next, next
	}
	separator := byte(',')
	if d.records == 0 {
		d.WriteString(`{"Records":`)
		separator = '['
	}
	d.WriteByte(separator)
	d.records++
	_, err := d.Write(r.JSON)
	return err
}

// next completes a region's file, if there is one, and begins the one that a record goes into.
func (s *s3) next(d *delivery, r Record) (*delivery, error) {
	until := r.Time.Truncate(s.files.Every).Add(s.files.Every)
	part := 0
	if d != nil {
		if err := d.finish(); err != nil {
			return nil, err
		}
		if !until.After(d.until) {
			until, part = d.until, d.part+1
		}
	}
	f, err := s.files.create(deliveryName(r.Region, until, part))
	return &delivery{file: f, until: until, part: part}, err
}

func (d *delivery) finish() error {
	_, err := d.WriteString("]}")
	return errors.Join(err, d.Close())
}

func (s *s3) Close() error {
	var errs []error
	for _, d := range s.open {
		errs = append(errs, d.finish())
	}
	return errors.Join(errs...)
}

// deliveryName is the key of a delivery file, without ".gz". Its unique part follows from the rest.
func deliveryName(region string, at time.Time, part int) string {
	stem := Account + "_CloudTrail_" + region + "_" + at.Format("20060102T1504Z")
	r := rand.New(rand.NewPCG(hash(stem), uint64(part)))
	unique := appendLetters(nil, r, base32, 16)
	return fmt.Sprintf("AWSLogs/%s/CloudTrail/%s/%s/%s_%s.json", Account, region, at.Format("2006/01/02"), stem, unique)
}
