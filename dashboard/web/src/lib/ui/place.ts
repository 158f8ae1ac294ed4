/**
 * Puts an open popover beside its button, and on the other side when there is
 * no room.
 */
export function place(
	popover: HTMLElement,
	button: HTMLElement,
	side: 'bottom' | 'top' = 'bottom',
	align: 'start' | 'end' = 'start'
): void {
	const gap = 4;
	const edge = 8;
	const anchor = button.getBoundingClientRect();
	const { width, height } = popover.getBoundingClientRect();

	const below = anchor.bottom + gap;
	const above = anchor.top - gap - height;
	const fitsBelow = below + height <= innerHeight - edge;
	const top = side === 'bottom' ? (fitsBelow || above < edge ? below : above) : above >= edge ? above : below;
	const left = align === 'start' ? anchor.left : anchor.right - width;

	popover.style.top = `${Math.max(edge, Math.min(top, innerHeight - height - edge))}px`;
	popover.style.left = `${Math.max(edge, Math.min(left, innerWidth - width - edge))}px`;
}
