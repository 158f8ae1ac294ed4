import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import adapter from '@sveltejs/adapter-static';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('.', import.meta.url));

/** Where the build goes. It is emptied first. */
const out = process.env.PICLOUD_DASHBOARD_OUT ?? '../dist';

/**
 * The build's name: a hash of everything that goes into it. A timestamp would
 * make each build differ, and with a constant an open tab would not notice
 * that the server has another build by now.
 */
function sourcesHash(): string {
	const hash = createHash('sha256');
	const files = ['package.json', 'package-lock.json', 'vite.config.ts', 'tsconfig.json'];
	for (const folder of ['src', 'static']) {
		for (const entry of readdirSync(join(root, folder), { recursive: true, withFileTypes: true })) {
			if (!entry.isFile() || /\.test\.(ts|svelte)$|^vitest-setup\.ts$/.test(entry.name)) continue;
			files.push(join(entry.parentPath, entry.name).slice(root.length).replaceAll('\\', '/'));
		}
	}
	for (const file of files.sort()) {
		hash
			.update(file)
			.update('\0')
			.update(readFileSync(join(root, file)))
			.update('\0');
	}
	return hash.digest('hex').slice(0, 16);
}

/** The modules of the first load: what runs the program, its shell, and what every list has. */
const base = new RegExp(
	[
		'/node_modules/(svelte|@sveltejs/kit|esm-env|clsx)/',
		'/node_modules/@lucide/svelte/dist/([^/]*|icons/(ellipsis|plus|trash-2)\\.\\w+)$',
		'/src/lib/(api|state)/',
		'/src/lib/format\\.ts',
		'/src/lib/routes/all\\.ts',
		'/src/lib/scripts/RouteLink\\.',
		'/src/lib/shell/(Account|Logo|ServerGone|Shell|Sidebar|nav)\\.',
		'/src/lib/ui/(Badge|Button|CopyButton|EmptyState|ErrorState|IconButton|KeyHint|Loaded|Menu|MethodBadge|MoreButton|Notice|PageHeader|SearchInput|Skeleton|Table|TableSkeleton|Time|clipboard|clock|place)\\.'
	].join('|')
);

const devAPI = process.env.PICLOUD_DEV_API ?? 'http://localhost:2019';

export default defineConfig(({ mode }) => ({
	plugins: [
		sveltekit({
			adapter: adapter({ pages: out, assets: out, fallback: 'index.html' }),
			paths: { base: '/admin', relative: false },
			version: { name: sourcesHash(), pollInterval: 0 },
			compilerOptions: { runes: true }
		})
	],
	build: {
		license: { fileName: 'third-party-licenses.md' },
		rolldownOptions: {
			output: {
				// Names that differ in case only would clash on some file systems.
				hashCharacters: 'base36',
				// What every screen needs is one file: it compresses better than forty.
				codeSplitting: { groups: [{ name: 'base', test: base }] }
			}
		}
	},
	server: {
		// For vite dev beside a PiCloud: its admin endpoint needs no sign-in.
		proxy: {
			'/api': {
				target: devAPI,
				changeOrigin: true,
				// The admin endpoint takes requests of its own pages only.
				configure: (proxy) => proxy.on('proxyReq', (request) => request.setHeader('Origin', devAPI))
			},
			'/healthz': process.env.PICLOUD_DEV_SITE ?? 'http://localhost:8000'
		}
	},
	resolve: mode === 'test' ? { conditions: ['browser'] } : {},
	test: {
		environment: 'happy-dom',
		include: ['src/**/*.test.ts'],
		setupFiles: ['src/vitest-setup.ts']
	}
}));
