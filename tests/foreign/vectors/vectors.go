// Package vectors names the module whose test vectors are read, so that go.mod keeps it.
package vectors

import _ "github.com/transparency-dev/merkle/rfc6962"
