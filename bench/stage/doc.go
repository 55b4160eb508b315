// Package stage takes payloads through the product, through the libraries that
// it is made of, and through functions that are not the product, and makes sure
// that each of them does its work.
package stage
