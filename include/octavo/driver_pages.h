/* SPDX-License-Identifier: MIT */
/*
 * driver_pages.h - how drivers hold pages of programs: with what they took
 * them they must let go of them, and what they wrote they must say.
 *
 * The calls below are what the usual names are in a driver. They do what those
 * do, and look first; a wrong one of a pair is reported and put right.
 */
#ifndef OCTAVO_DRIVER_PAGES_H
#define OCTAVO_DRIVER_PAGES_H

#include <octavo/types.h>

struct page;

/**
 * driver_unpin_user_pages() - unpin_user_pages(), watched
 * @pages: pinned pages
 * @nr: how many
 *
 * Context: Any context.
 */
void driver_unpin_user_pages(struct page **pages, unsigned long nr);

/**
 * driver_unpin_user_page() - unpin_user_page(), watched
 * @page: a pinned page
 *
 * Context: Any context.
 */
void driver_unpin_user_page(struct page *page);

/**
 * driver_unpin_user_pages_dirty_lock() - unpin_user_pages_dirty_lock(), watched
 * @pages: pinned pages
 * @nr: how many
 * @make_dirty: they were written
 *
 * Context: May sleep.
 */
void driver_unpin_user_pages_dirty_lock(struct page **pages, unsigned long nr,
					bool make_dirty);

/**
 * driver_put_page() - put_page(), watched
 * @page: a page that was got
 *
 * Context: Any context.
 */
void driver_put_page(struct page *page);

/**
 * driver_dirties() - a driver says that it wrote a page
 * @page: the page
 *
 * Context: Any context.
 * Return: the page.
 */
struct page *driver_dirties(struct page *page);

#ifdef OCTAVO_DRIVER
#define set_page_dirty(page)		set_page_dirty(driver_dirties(page))
#define set_page_dirty_lock(page)	set_page_dirty_lock(driver_dirties(page))
#define SetPageDirty(page)		SetPageDirty(driver_dirties(page))
#define unpin_user_pages	driver_unpin_user_pages
#define unpin_user_page		driver_unpin_user_page
#define unpin_user_pages_dirty_lock	driver_unpin_user_pages_dirty_lock
#define put_page		driver_put_page
#endif

#endif
