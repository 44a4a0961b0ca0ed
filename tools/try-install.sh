#!/bin/sh
# SPDX-License-Identifier: MIT
#
# try-install.sh - use an installed Octavo as a stranger would: with nothing
# but pkg-config. Set PKG_CONFIG_PATH for a library that is not in a usual
# place. Prints what the program prints; fails if any step does.
set -eu

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

cat >"$tmp/use.c" <<'C'
#include <octavo/gfp.h>
#include <octavo/slab.h>
#include <hosted/host.h>

int printf(const char *fmt, ...);

int main(void)
{
	struct hosted_config cfg = {
		.mem = 64u << 20, .lowmem = 32u << 20, .nr_cpus = 1,
	};
	struct page *page;
	char *p;

	if (hosted_start(&cfg))
		return 1;
	page = alloc_pages(GFP_HIGHUSER, 0);
	p = kmalloc(100, GFP_KERNEL);
	printf("frame %lu, %zu bytes of slab\n", page_to_pfn(page), ksize(p));
	kfree(p);
	__free_pages(page, 0);
	hosted_stop();
	return 0;
}
C
# shellcheck disable=SC2046
${CC:-gcc} -std=gnu17 -Wall -Werror -o "$tmp/use" "$tmp/use.c" \
	$(pkg-config --cflags --libs octavo)
"$tmp/use"
