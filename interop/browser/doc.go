// Package browser opens the pages that are for people in a real browser.
package browser
