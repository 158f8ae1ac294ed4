package yaegi

func (s *source) checkSyntax() {}

func (s *source) reject() {}
