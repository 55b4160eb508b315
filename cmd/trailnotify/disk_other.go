//go:build !unix

package main

func reportFullDisk() {}
