/* SPDX-License-Identifier: MIT */
/*
 * resource.c - what is undone when a test ends: actions, last one first.
 */
#include <octavo/slab.h>
#include "internal.h"

struct kunit_res {
	struct kunit_res *next;
	void (*action)(void *ctx);
	void *ctx;
};

int kunit_add_action(struct kunit *test, void (*action)(void *ctx), void *ctx)
{
	struct kunit_res *res = kmalloc(sizeof(*res), GFP_KERNEL);

	if (!res)
		return -ENOMEM;
	res->action = action;
	res->ctx = ctx;
	spin_lock(&test->res_lock);
	res->next = test->resources;
	test->resources = res;
	spin_unlock(&test->res_lock);
	return 0;
}

bool kunit_remove_action(struct kunit *test, void (*action)(void *ctx),
			 void *ctx)
{
	struct kunit_res **link, *res;

	spin_lock(&test->res_lock);
	for (link = &test->resources; (res = *link); link = &res->next)
		if (res->action == action && res->ctx == ctx)
			break;
	if (res)
		*link = res->next;
	spin_unlock(&test->res_lock);
	kfree(res);
	return res != NULL;
}

void kunit_free_resources(struct kunit *test)
{
	struct kunit_res *res;

	while ((res = test->resources)) {
		test->resources = res->next;
		res->action(res->ctx);
		kfree(res);
	}
}

static void free_memory(void *ptr)
{
	kfree(ptr);
}

static void *keep(struct kunit *test, void *ptr)
{
	if (ptr && kunit_add_action(test, free_memory, ptr)) {
		kfree(ptr);
		return NULL;
	}
	return ptr;
}

void *kunit_kmalloc_array(struct kunit *test, size_t n, size_t size, gfp_t gfp)
{
	return keep(test, kmalloc_array(n, size, gfp));
}

void *kunit_kzalloc(struct kunit *test, size_t size, gfp_t gfp)
{
	return keep(test, kzalloc(size, gfp));
}

void kunit_kfree(struct kunit *test, const void *ptr)
{
	if (!ptr)
		return;
	if (!kunit_remove_action(test, free_memory, (void *)ptr))
		KUNIT_FAIL(test, "kunit_kfree of %p, which is not the test's",
			   ptr);
	else
		kfree(ptr);
}
