/** A text with the line ends that the editor holds. It can come with others through the API. */
export function unixLines(text: string): string {
	return text.replace(/\r\n?/g, '\n');
}
