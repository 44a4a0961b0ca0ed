/* SPDX-License-Identifier: MIT */
/*
 * sort.h - arrays and lists put in order, and looked through.
 */
#ifndef OCTAVO_SORT_H
#define OCTAVO_SORT_H

#include <octavo/list.h>
#include <octavo/types.h>

/* Libc has it too; see string.h. */
#define bsearch		octavo_bsearch

/**
 * sort_r() - put an array in order
 * @base: its first element
 * @num: how many
 * @size: bytes of one
 * @cmp: below, equal to or above 0, as its first argument is to the second
 * @swap: exchanges two of @size bytes; NULL: bytes are exchanged
 * @priv: passed on to both
 *
 * In place, not stable. Cost: O(n log n) in any case.
 *
 * Context: Any context.
 * Source: heap sort, J. W. J. Williams 1964.
 */
void sort_r(void *base, size_t num, size_t size,
	    int (*cmp)(const void *a, const void *b, const void *priv),
	    void (*swap)(void *a, void *b, int size, const void *priv),
	    const void *priv);

/**
 * sort() - as sort_r() without @priv
 *
 * Context: Any context.
 */
void sort(void *base, size_t num, size_t size,
	  int (*cmp)(const void *a, const void *b),
	  void (*swap)(void *a, void *b, int size));

/**
 * list_sort() - put a list in order
 * @priv: passed on to @cmp
 * @head: the list
 * @cmp: above 0 if @a belongs behind @b
 *
 * Stable. Cost: O(n log n).
 *
 * Context: Any context.
 * Source: merge sort, bottom up.
 */
void list_sort(void *priv, struct list_head *head,
	       int (*cmp)(void *priv, const struct list_head *a,
			  const struct list_head *b));

/**
 * bsearch() - look an element up in an array that is in order
 * @key: what to look for
 * @base: the first element
 * @num: how many
 * @size: bytes of one
 * @cmp: compares @key with an element
 *
 * Context: Any context.
 * Return: an element that is equal; NULL if there is none.
 */
void *bsearch(const void *key, const void *base, size_t num, size_t size,
	      int (*cmp)(const void *key, const void *elt));

#endif
