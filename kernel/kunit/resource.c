/* SPDX-License-Identifier: MIT */
/*
 * resource.c - what a test has: resources, and what is made of them.
 *
 *	test->resources: the first to be freed first
 *	  kunit_resource			whatever the test put there
 *	  struct action { kunit_resource; fn }	an action, memory (kfree)
 *
 * Locking: test->lock for the list; what is freed is out of it.
 */
#include <kunit/static_stub.h>
#include <octavo/slab.h>
#include <uapi/errno.h>
#include "internal.h"

void kunit_put_resource(struct kunit_resource *res)
{
	const bool should_kfree = res->should_kfree;

	if (!refcount_dec_and_test(&res->count))
		return;
	if (res->free)
		res->free(res);
	if (should_kfree)
		kfree(res);
}

int kunit_add_resource(struct kunit *test, kunit_resource_init_t init,
		       kunit_resource_free_t free, struct kunit_resource *res,
		       void *data)
{
	unsigned long flags;
	int err = 0;

	res->free = free;
	refcount_set(&res->count, 1);
	INIT_LIST_HEAD(&res->node);
	if (init)
		err = init(res, data);
	else
		res->data = data;
	if (err)
		return err;
	spin_lock_irqsave(&test->lock, flags);
	list_add(&res->node, &test->resources);
	spin_unlock_irqrestore(&test->lock, flags);
	return 0;
}

int kunit_add_named_resource(struct kunit *test, kunit_resource_init_t init,
			     kunit_resource_free_t free,
			     struct kunit_resource *res, const char *name,
			     void *data)
{
	struct kunit_resource *there;

	if (!name)
		return -EINVAL;
	there = kunit_find_named_resource(test, name);
	if (there) {
		kunit_put_resource(there);
		return -EEXIST;
	}
	res->name = name;
	return kunit_add_resource(test, init, free, res, data);
}

struct kunit_resource *
kunit_alloc_and_get_resource(struct kunit *test, kunit_resource_init_t init,
			     kunit_resource_free_t free, gfp_t gfp,
			     void *context)
{
	struct kunit_resource *res = kzalloc(sizeof(*res), gfp);

	if (!res)
		return NULL;
	res->should_kfree = true;
	if (kunit_add_resource(test, init, free, res, context)) {
		kfree(res);
		return NULL;
	}
	kunit_get_resource(res);
	return res;
}

void *kunit_alloc_resource(struct kunit *test, kunit_resource_init_t init,
			   kunit_resource_free_t free, gfp_t gfp,
			   void *context)
{
	struct kunit_resource *res =
		kunit_alloc_and_get_resource(test, init, free, gfp, context);
	void *data;

	if (!res)
		return NULL;
	data = res->data;
	kunit_put_resource(res);
	return data;
}

struct kunit_resource *kunit_find_resource(struct kunit *test,
					   kunit_resource_match_t match,
					   void *match_data)
{
	struct kunit_resource *res, *found = NULL;
	unsigned long flags;

	spin_lock_irqsave(&test->lock, flags);
	list_for_each_entry(res, &test->resources, node) {
		if (match(test, res, match_data)) {
			found = res;
			kunit_get_resource(res);
			break;
		}
	}
	spin_unlock_irqrestore(&test->lock, flags);
	return found;
}

void kunit_remove_resource(struct kunit *test, struct kunit_resource *res)
{
	unsigned long flags;
	bool was_there;

	spin_lock_irqsave(&test->lock, flags);
	was_there = !list_empty(&res->node);
	list_del_init(&res->node);
	spin_unlock_irqrestore(&test->lock, flags);
	if (was_there)
		kunit_put_resource(res);
}

int kunit_destroy_resource(struct kunit *test, kunit_resource_match_t match,
			   void *match_data)
{
	struct kunit_resource *res = kunit_find_resource(test, match,
							 match_data);

	if (!res)
		return -ENOENT;
	kunit_remove_resource(test, res);
	kunit_put_resource(res);
	return 0;
}

void kunit_free_resources(struct kunit *test)
{
	while (!list_empty(&test->resources))
		kunit_remove_resource(test,
			list_first_entry(&test->resources,
					 struct kunit_resource, node));
}

/* ---- actions --------------------------------------------------------------- */

struct action {
	struct kunit_resource res;	/* its data: the context */
	kunit_action_t *fn;
};

static void run_action(struct kunit_resource *res)
{
	container_of(res, struct action, res)->fn(res->data);
}

static int add_action(struct kunit *test, kunit_action_t *fn, void *ctx,
		      gfp_t gfp)
{
	struct action *action = kzalloc(sizeof(*action), gfp);

	if (!action)
		return -ENOMEM;
	action->fn = fn;
	action->res.should_kfree = true;
	return kunit_add_resource(test, NULL, run_action, &action->res, ctx);
}

int kunit_add_action(struct kunit *test, kunit_action_t *action, void *ctx)
{
	return add_action(test, action, ctx, GFP_KERNEL);
}

int kunit_add_action_or_reset(struct kunit *test, kunit_action_t *action,
			      void *ctx)
{
	int err = kunit_add_action(test, action, ctx);

	if (err)
		action(ctx);
	return err;
}

static bool is_action(struct kunit *test, struct kunit_resource *res,
		      void *match_data)
{
	const struct action *wanted = match_data;

	return res->free == run_action && res->data == wanted->res.data &&
	       container_of(res, struct action, res)->fn == wanted->fn;
}

static struct kunit_resource *find_action(struct kunit *test,
					  kunit_action_t *fn, void *ctx)
{
	struct action wanted = { .res = { .data = ctx }, .fn = fn };

	return kunit_find_resource(test, is_action, &wanted);
}

bool kunit_remove_action(struct kunit *test, kunit_action_t *action, void *ctx)
{
	struct kunit_resource *res = find_action(test, action, ctx);

	if (!res)
		return false;
	res->free = NULL;
	kunit_remove_resource(test, res);
	kunit_put_resource(res);
	return true;
}

void kunit_release_action(struct kunit *test, kunit_action_t *action, void *ctx)
{
	struct kunit_resource *res = find_action(test, action, ctx);

	if (!res)
		return;
	kunit_remove_resource(test, res);
	kunit_put_resource(res);
}

/* ---- memory ---------------------------------------------------------------- */

static void free_memory(void *ptr)
{
	kfree(ptr);
}

static void *keep(struct kunit *test, void *ptr, gfp_t gfp)
{
	if (ptr && add_action(test, free_memory, ptr, gfp & ~__GFP_ZERO)) {
		kfree(ptr);
		return NULL;
	}
	return ptr;
}

void *kunit_kmalloc_array(struct kunit *test, size_t n, size_t size, gfp_t gfp)
{
	return keep(test, kmalloc_array(n, size, gfp), gfp);
}

char *kunit_kstrdup(struct kunit *test, const char *str, gfp_t gfp)
{
	return str ? keep(test, kmemdup(str, strlen(str) + 1, gfp), gfp) : NULL;
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

/* ---- functions that stand in for others -------------------------------------- */

struct stub {
	struct kunit_resource res;	/* its data: the function replaced */
	void *replacement;
};

/* Only to know a stub by. */
static void end_stub(struct kunit_resource *res)
{
	res->data = NULL;
}

static bool is_stub(struct kunit *test, struct kunit_resource *res,
		    void *match_data)
{
	return res->free == end_stub && res->data == match_data;
}

void *kunit_static_stub_of(struct kunit *test, void *real)
{
	struct kunit_resource *res = kunit_find_resource(test, is_stub, real);
	void *replacement;

	if (!res)
		return NULL;
	replacement = container_of(res, struct stub, res)->replacement;
	kunit_put_resource(res);
	return replacement;
}

void kunit_set_static_stub(struct kunit *test, void *real, void *replacement)
{
	struct stub *stub;

	kunit_destroy_resource(test, is_stub, real);
	if (!replacement)
		return;
	stub = kzalloc(sizeof(*stub), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, stub);
	stub->replacement = replacement;
	stub->res.should_kfree = true;
	kunit_add_resource(test, NULL, end_stub, &stub->res, real);
}
