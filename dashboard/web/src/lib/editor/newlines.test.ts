import { expect, it } from 'vitest';
import { unixLines } from './newlines.ts';

it.each([
	['', ''],
	['a\nb\n', 'a\nb\n'],
	['a\r\nb\r\n', 'a\nb\n'],
	['a\rb\r\r\n', 'a\nb\n\n']
])('ends the lines of %j as the editor does', (text, want) => expect(unixLines(text)).toBe(want));
