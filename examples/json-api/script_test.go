package main

import (
	"testing"

	"github.com/picloud/picloud/examples/internal/exampletest"
)

func TestHandle_AnswersTheSamples(t *testing.T) { exampletest.Run(t, Handle) }
