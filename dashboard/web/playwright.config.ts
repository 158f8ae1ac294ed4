import { defineConfig } from '@playwright/test';

const ci = Boolean(process.env.CI);

export default defineConfig({
	testDir: 'e2e',
	testMatch: '*.e2e.ts',
	globalSetup: './e2e/build.ts',
	// Each test starts a server of its own; a small machine runs one at a time.
	workers: ci ? 1 : undefined,
	fullyParallel: true,
	forbidOnly: ci,
	timeout: 60_000,
	expect: { timeout: 15_000 },
	reporter: ci ? [['list'], ['html', { open: 'never' }]] : 'list',
	use: {
		viewport: { width: 1280, height: 800 },
		trace: ci ? 'retain-on-failure' : 'off',
		launchOptions: {
			executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
			args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu']
		}
	}
});
