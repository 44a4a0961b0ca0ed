/* SPDX-License-Identifier: MIT */
/*
 * linux/page_frag_cache.h - pieces of pages.
 */
#ifndef DOOR_LINUX_PAGE_FRAG_CACHE_H
#define DOOR_LINUX_PAGE_FRAG_CACHE_H

#include <octavo/page_frag.h>

#endif
