/**
 * Where a byte of the UTF-8 form of a text is in the text itself, in UTF-16
 * units. The server counts in bytes. A byte within a character is its start,
 * and one behind the end is the end.
 */
export function indexOfByte(text: string, offset: number): number {
	let bytes = 0;
	let index = 0;
	for (const character of text) {
		bytes += lengthInBytes(character.codePointAt(0)!);
		if (bytes > offset) return index;
		index += character.length;
	}
	return index;
}

/** How many characters, as people count them, stand in front of an index: for "character 3". */
export function charactersBefore(text: string, index: number): number {
	return [...text.slice(0, index)].length;
}

function lengthInBytes(point: number): number {
	if (point < 0x80) return 1;
	if (point < 0x800) return 2;
	return point < 0x10000 ? 3 : 4;
}
