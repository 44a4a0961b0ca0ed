/* SPDX-License-Identifier: MIT */
/*
 * kunit/resource.h - what a test has and gives back when it ends.
 *
 * A resource is a pointer with a function that frees what is behind it. The
 * test holds one reference until it ends or the resource is removed; whoever
 * finds one gets another. Actions, memory and mappings are resources too, and
 * all are freed last to first.
 */
#ifndef KUNIT_RESOURCE_H
#define KUNIT_RESOURCE_H

#include <kunit/test.h>
#include <octavo/gfp.h>
#include <octavo/refcount.h>

typedef int (*kunit_resource_init_t)(struct kunit_resource *res, void *context);
typedef void (*kunit_resource_free_t)(struct kunit_resource *res);
typedef bool (*kunit_resource_match_t)(struct kunit *test,
				       struct kunit_resource *res,
				       void *match_data);
typedef void (kunit_action_t)(void *ctx);

struct kunit_resource {
	void *data;			/* its user's */
	const char *name;		/* or NULL */
	kunit_resource_free_t free;	/* or NULL */
	refcount_t count;
	struct list_head node;
	bool should_kfree;		/* the struct itself */
};

/**
 * kunit_add_resource() - have a test hold a resource
 * @test: the test
 * @init: sets it up, gets @data; NULL: data is just stored
 * @free: undoes that; may be NULL
 * @res: the resource, which the caller owns
 * @data: for @init, or what res->data will be
 *
 * Context: Decided by @init.
 * Return: 0, or what @init answered; the test does not hold it then.
 */
int kunit_add_resource(struct kunit *test, kunit_resource_init_t init,
		       kunit_resource_free_t free, struct kunit_resource *res,
		       void *data);

/**
 * kunit_add_named_resource() - the same, found by a name
 * @test: the test
 * @init: as for kunit_add_resource()
 * @free: as for kunit_add_resource()
 * @res: the resource
 * @name: not in use in this test; must stay valid
 * @data: as for kunit_add_resource()
 *
 * Context: Decided by @init.
 * Return: 0, -EINVAL without a name, -EEXIST, or what @init answered.
 */
int kunit_add_named_resource(struct kunit *test, kunit_resource_init_t init,
			     kunit_resource_free_t free,
			     struct kunit_resource *res, const char *name,
			     void *data);

/**
 * kunit_alloc_and_get_resource() - make a resource, and take a reference
 * @test: the test
 * @init: sets it up; may be NULL
 * @free: undoes that; may be NULL
 * @gfp: for the resource
 * @context: for @init
 *
 * Context: Decided by @gfp and @init.
 * Return: the resource, or NULL.
 * Pairs with: kunit_put_resource().
 */
struct kunit_resource *
kunit_alloc_and_get_resource(struct kunit *test, kunit_resource_init_t init,
			     kunit_resource_free_t free, gfp_t gfp,
			     void *context);

/**
 * kunit_alloc_resource() - make a resource
 * @test: the test
 * @init: sets it up; may be NULL
 * @free: undoes that; may be NULL
 * @gfp: for the resource
 * @context: for @init
 *
 * Context: Decided by @gfp and @init.
 * Return: its data, or NULL.
 */
void *kunit_alloc_resource(struct kunit *test, kunit_resource_init_t init,
			   kunit_resource_free_t free, gfp_t gfp,
			   void *context);

/**
 * kunit_find_resource() - the last added resource that matches
 * @test: the test
 * @match: is it this one?
 * @match_data: for @match
 *
 * Context: Any context.
 * Return: the resource with a reference, or NULL.
 * Pairs with: kunit_put_resource().
 */
struct kunit_resource *kunit_find_resource(struct kunit *test,
					   kunit_resource_match_t match,
					   void *match_data);

/**
 * kunit_remove_resource() - let the test's reference go now
 * @test: the test
 * @res: one of its resources
 *
 * Context: May sleep: it may be the last reference.
 */
void kunit_remove_resource(struct kunit *test, struct kunit_resource *res);

/**
 * kunit_destroy_resource() - find a resource and let it go
 * @test: the test
 * @match: as for kunit_find_resource()
 * @match_data: as for kunit_find_resource()
 *
 * Context: May sleep.
 * Return: 0, -ENOENT.
 */
int kunit_destroy_resource(struct kunit *test, kunit_resource_match_t match,
			   void *match_data);

/**
 * kunit_put_resource() - one reference less; the last frees it
 * @res: the resource
 *
 * Context: May sleep.
 */
void kunit_put_resource(struct kunit_resource *res);

/* One more reference. */
static inline void kunit_get_resource(struct kunit_resource *res)
{
	refcount_inc(&res->count);
}

/* For kunit_find_resource(): the one that has this data, or this name. */
static inline bool kunit_resource_instance_match(struct kunit *test,
						 struct kunit_resource *res,
						 void *match_data)
{
	return res->data == match_data;
}

static inline bool kunit_resource_name_match(struct kunit *test,
					     struct kunit_resource *res,
					     void *match_name)
{
	return res->name && strcmp(res->name, match_name) == 0;
}

static inline struct kunit_resource *
kunit_find_named_resource(struct kunit *test, const char *name)
{
	return kunit_find_resource(test, kunit_resource_name_match,
				   (void *)name);
}

static inline int kunit_destroy_named_resource(struct kunit *test,
					       const char *name)
{
	return kunit_destroy_resource(test, kunit_resource_name_match,
				      (void *)name);
}

/* ---- actions --------------------------------------------------------------- */

/* A function void name(void *) that calls @orig with its argument as @type. */
#define KUNIT_DEFINE_ACTION_WRAPPER(name, orig, type)			\
	static void name(void *arg)					\
	{								\
		orig((type)(unsigned long)arg);				\
	}

/**
 * kunit_add_action() - have something done when the test ends
 * @test: the test
 * @action: called with @ctx, in reverse order of adding
 * @ctx: passed on
 *
 * Context: May sleep.
 * Return: 0, -ENOMEM.
 */
int kunit_add_action(struct kunit *test, kunit_action_t *action, void *ctx);

/**
 * kunit_add_action_or_reset() - the same; done at once if it cannot be added
 * @test: the test
 * @action: called with @ctx
 * @ctx: passed on
 *
 * Context: May sleep.
 * Return: 0, -ENOMEM: it has been done.
 */
int kunit_add_action_or_reset(struct kunit *test, kunit_action_t *action,
			      void *ctx);

/**
 * kunit_remove_action() - forget something that was to be done
 * @test: the test
 * @action: as given to kunit_add_action()
 * @ctx: as given to kunit_add_action()
 *
 * Unlike Linux: says whether there was one.
 *
 * Context: Any context.
 * Return: true if it was there; the last one added is forgotten.
 */
bool kunit_remove_action(struct kunit *test, kunit_action_t *action,
			 void *ctx);

/**
 * kunit_release_action() - do now what was to be done at the end
 * @test: the test
 * @action: as given to kunit_add_action()
 * @ctx: as given to kunit_add_action()
 *
 * Context: May sleep.
 */
void kunit_release_action(struct kunit *test, kunit_action_t *action,
			  void *ctx);

/* ---- memory ---------------------------------------------------------------- */

/**
 * kunit_kmalloc_array() - allocate until the end of the test
 * @test: frees it
 * @n: elements
 * @size: bytes each
 * @gfp: as for kmalloc()
 *
 * Context: Decided by @gfp.
 * Return: memory or NULL.
 */
void *kunit_kmalloc_array(struct kunit *test, size_t n, size_t size,
			  gfp_t gfp);

/**
 * kunit_kfree() - free what kunit_kmalloc() gave before the test ends
 * @test: the test
 * @ptr: may be NULL
 *
 * Context: Any context.
 */
void kunit_kfree(struct kunit *test, const void *ptr);

/**
 * kunit_kstrdup() - a copy of a string until the end of the test
 * @test: frees it
 * @str: the string; NULL is answered by NULL
 * @gfp: as for kmalloc()
 *
 * Context: Decided by @gfp.
 * Return: the copy or NULL.
 */
char *kunit_kstrdup(struct kunit *test, const char *str, gfp_t gfp);

static inline void *kunit_kmalloc(struct kunit *test, size_t size, gfp_t gfp)
{
	return kunit_kmalloc_array(test, 1, size, gfp);
}

static inline void *kunit_kzalloc(struct kunit *test, size_t size, gfp_t gfp)
{
	return kunit_kmalloc(test, size, gfp | __GFP_ZERO);
}

static inline void *kunit_kcalloc(struct kunit *test, size_t n, size_t size,
				  gfp_t gfp)
{
	return kunit_kmalloc_array(test, n, size, gfp | __GFP_ZERO);
}

#define kunit_kstrdup_const(test, str, gfp)	kunit_kstrdup(test, str, gfp)
#define kunit_kfree_const(test, ptr)		kunit_kfree(test, ptr)

/* ---- user memory ------------------------------------------------------------ */

struct file;

/**
 * kunit_attach_mm() - give the running task an address space
 *
 * It stays until the test ends. A task that has one keeps it.
 *
 * Context: May sleep; in a test.
 * Return: 0, -ENOMEM.
 */
int kunit_attach_mm(void);

/**
 * kunit_vm_mmap() - map user memory until the end of the test
 * @test: unmaps it
 * @file: what to map; NULL: zeros
 * @addr: where, 0: anywhere
 * @len: bytes
 * @prot: PROT_*
 * @flag: MAP_*
 * @offset: in the file, bytes
 *
 * Context: May sleep; in a test.
 * Return: the user address, or 0.
 */
unsigned long kunit_vm_mmap(struct kunit *test, struct file *file,
			    unsigned long addr, unsigned long len,
			    unsigned long prot, unsigned long flag,
			    unsigned long offset);

#endif
