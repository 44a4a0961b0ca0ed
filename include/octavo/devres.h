/* SPDX-License-Identifier: MIT */
/*
 * devres.h - what goes with a device's driver: devm_*().
 *
 * A resource is memory with a function that gives back what it stands for. It
 * hangs at a device, and when that loses its driver, or a probe fails, or the
 * device goes, all of them are released, the last one first.
 *
 *	dev->devres_head: [ kmalloc'ed ][ irq 9 ][ <-- group ][ iomap ][ --> ]
 *
 * Locking: dev->devres_lock; not held while a resource is released.
 */
#ifndef OCTAVO_DEVRES_H
#define OCTAVO_DEVRES_H

#include <octavo/device.h>
#include <octavo/slab.h>

typedef void (*dr_release_t)(struct device *dev, void *res);
typedef int (*dr_match_t)(struct device *dev, void *res, void *match_data);

/**
 * devres_alloc() - make a resource
 * @release: gives back what it stands for; names its kind
 * @size: bytes of its data
 * @gfp: for the memory
 *
 * Context: Decided by @gfp.
 * Return: its data, zeroed; NULL without memory.
 * Pairs with: devres_add(), or devres_free().
 */
void *devres_alloc(dr_release_t release, size_t size, gfp_t gfp);

#define devres_alloc_node(release, size, gfp, nid)			\
	devres_alloc(release, size, gfp)

/**
 * devres_free() - free a resource that no device has
 * @res: from devres_alloc(), or NULL
 *
 * Context: Any context.
 */
void devres_free(void *res);

/**
 * devres_add() - give it to a device
 * @dev: the device
 * @res: from devres_alloc()
 *
 * Context: Any context.
 */
void devres_add(struct device *dev, void *res);

/**
 * devres_find() - the newest resource that fits
 * @dev: the device
 * @release: of which kind
 * @match: not 0: it is the one; NULL: any
 * @match_data: for @match
 *
 * Context: Any context.
 * Return: its data, or NULL.
 */
void *devres_find(struct device *dev, dr_release_t release, dr_match_t match,
		  void *match_data);

/**
 * devres_get() - find a resource, or add this one
 * @dev: the device
 * @new_res: from devres_alloc(); freed if there was one
 * @match: not 0: it is the one; NULL: any
 * @match_data: for @match
 *
 * Context: Any context.
 * Return: the data of the one there is now.
 */
void *devres_get(struct device *dev, void *new_res, dr_match_t match,
		 void *match_data);

/**
 * devres_remove() - take a resource from a device
 * @dev: the device
 * @release: of which kind
 * @match: not 0: it is the one; NULL: any
 * @match_data: for @match
 *
 * Context: Any context.
 * Return: its data, the caller's to devres_free(); or NULL.
 */
void *devres_remove(struct device *dev, dr_release_t release, dr_match_t match,
		    void *match_data);

/**
 * devres_destroy() - free a resource without releasing what it stands for
 * @dev: the device
 * @release: of which kind
 * @match: not 0: it is the one; NULL: any
 * @match_data: for @match
 *
 * Context: Any context.
 * Return: 0, -ENOENT.
 */
int devres_destroy(struct device *dev, dr_release_t release, dr_match_t match,
		   void *match_data);

/**
 * devres_release() - release a resource now
 * @dev: the device
 * @release: of which kind
 * @match: not 0: it is the one; NULL: any
 * @match_data: for @match
 *
 * Context: May sleep.
 * Return: 0, -ENOENT.
 */
int devres_release(struct device *dev, dr_release_t release, dr_match_t match,
		   void *match_data);

/**
 * devres_release_all() - release all a device has, the last one first
 * @dev: the device
 *
 * Context: May sleep.
 * Return: how many.
 */
int devres_release_all(struct device *dev);

/**
 * devres_open_group() - what is added from now on belongs together
 * @dev: the device
 * @id: names the group; NULL: the address that is returned does
 * @gfp: for the memory
 *
 * Context: Decided by @gfp.
 * Return: @id or its stand-in; NULL without memory.
 * Pairs with: devres_close_group().
 */
void *devres_open_group(struct device *dev, void *id, gfp_t gfp);

/**
 * devres_close_group() - the group is complete
 * @dev: the device
 * @id: of the group; NULL: the newest that is open
 *
 * Context: Any context.
 */
void devres_close_group(struct device *dev, void *id);

/**
 * devres_remove_group() - forget a group; its resources stay
 * @dev: the device
 * @id: of the group; NULL: the newest that is open
 *
 * Context: Any context.
 */
void devres_remove_group(struct device *dev, void *id);

/**
 * devres_release_group() - release what belongs to a group
 * @dev: the device
 * @id: of the group; NULL: the newest that is open
 *
 * Context: May sleep.
 * Return: how many.
 */
int devres_release_group(struct device *dev, void *id);

/**
 * devm_add_action() - have a function called when the driver goes
 * @dev: the device
 * @action: the function
 * @data: for it
 *
 * Context: May sleep.
 * Return: 0, -ENOMEM.
 */
int devm_add_action(struct device *dev, void (*action)(void *), void *data);

/**
 * devm_remove_action() - have it not called
 * @dev: the device
 * @action: as for devm_add_action()
 * @data: as there
 *
 * Context: May sleep.
 */
void devm_remove_action(struct device *dev, void (*action)(void *), void *data);

/**
 * devm_release_action() - have it called now
 * @dev: the device
 * @action: as for devm_add_action()
 * @data: as there
 *
 * Context: May sleep.
 */
void devm_release_action(struct device *dev, void (*action)(void *),
			 void *data);

/* devm_add_action(), and if that fails the function is called at once. */
static inline int devm_add_action_or_reset(struct device *dev,
					   void (*action)(void *), void *data)
{
	int err = devm_add_action(dev, action, data);

	if (err)
		action(data);
	return err;
}

/**
 * devm_kmalloc() - kmalloc() until the driver goes
 * @dev: the device
 * @size: bytes
 * @gfp: as there
 *
 * Context: Decided by @gfp.
 * Return: the memory; NULL without. ZERO_SIZE_PTR for nothing.
 */
void *devm_kmalloc(struct device *dev, size_t size, gfp_t gfp);

/**
 * devm_kfree() - free it before the driver goes
 * @dev: the device
 * @p: from devm_kmalloc() and relatives; NULL does nothing
 *
 * Context: Any context.
 */
void devm_kfree(struct device *dev, const void *p);

/**
 * devm_krealloc() - give it another size
 * @dev: the device
 * @p: from devm_kmalloc(), or NULL
 * @size: bytes; 0: free it
 * @gfp: as for devm_kmalloc()
 *
 * Context: Decided by @gfp.
 * Return: the memory, maybe elsewhere; NULL without, and @p is as it was.
 */
void *devm_krealloc(struct device *dev, void *p, size_t size, gfp_t gfp);

/**
 * devm_kasprintf() - kasprintf() until the driver goes
 * @dev: the device
 * @gfp: for the memory
 * @fmt: of the text
 *
 * Context: Decided by @gfp.
 * Return: the text; NULL without memory.
 */
__printf(3, 4) char *devm_kasprintf(struct device *dev, gfp_t gfp,
				    const char *fmt, ...);

/**
 * devm_kvasprintf() - the same with a list of arguments
 * @dev: the device
 * @gfp: for the memory
 * @fmt: of the text
 * @args: of @fmt
 *
 * Context: Decided by @gfp.
 * Return: the text; NULL without memory.
 */
char *devm_kvasprintf(struct device *dev, gfp_t gfp, const char *fmt,
		      __builtin_va_list args);

/**
 * devm_kstrdup() - a copy of a text until the driver goes
 * @dev: the device
 * @s: the text, or NULL
 * @gfp: for the memory
 *
 * Context: Decided by @gfp.
 * Return: the copy; NULL without memory, or if @s is.
 */
char *devm_kstrdup(struct device *dev, const char *s, gfp_t gfp);

/**
 * devm_kmemdup() - a copy of bytes until the driver goes
 * @dev: the device
 * @src: the bytes
 * @len: how many
 * @gfp: for the memory
 *
 * Context: Decided by @gfp.
 * Return: the copy; NULL without memory.
 */
void *devm_kmemdup(struct device *dev, const void *src, size_t len, gfp_t gfp);

/**
 * devm_get_free_pages() - pages until the driver goes
 * @dev: the device
 * @gfp: as for __get_free_pages()
 * @order: as there
 *
 * Context: Decided by @gfp.
 * Return: the address, 0 without memory.
 */
unsigned long devm_get_free_pages(struct device *dev, gfp_t gfp,
				  unsigned int order);

/**
 * devm_free_pages() - free them before the driver goes
 * @dev: the device
 * @addr: from devm_get_free_pages()
 *
 * Context: Any context.
 */
void devm_free_pages(struct device *dev, unsigned long addr);

/**
 * __devm_alloc_percpu() - memory for each CPU until the driver goes
 * @dev: the device
 * @size: bytes for each
 * @align: of them
 *
 * Context: May sleep.
 * Return: the memory; NULL without.
 */
void __percpu *__devm_alloc_percpu(struct device *dev, size_t size,
				   size_t align);

#define devm_alloc_percpu(dev, type)					\
	((__typeof__(type) __percpu *)__devm_alloc_percpu(		\
		dev, sizeof(type), __alignof__(type)))

/**
 * dmam_alloc_coherent() - dma_alloc_coherent() until the driver goes
 * @dev: the device
 * @size: bytes
 * @addr: gets the address for the device
 * @gfp: as there
 *
 * Context: May sleep.
 * Return: the memory; NULL without.
 */
void *dmam_alloc_coherent(struct device *dev, size_t size, dma_addr_t *addr,
			  gfp_t gfp);

/**
 * dmam_free_coherent() - free it before the driver goes
 * @dev: the device
 * @size: as for dmam_alloc_coherent()
 * @vaddr: the memory
 * @addr: its address for the device
 *
 * Context: May sleep.
 */
void dmam_free_coherent(struct device *dev, size_t size, void *vaddr,
			dma_addr_t addr);

static inline void *devm_kzalloc(struct device *dev, size_t size, gfp_t gfp)
{
	return devm_kmalloc(dev, size, gfp | __GFP_ZERO);
}

static inline void *devm_kmalloc_array(struct device *dev, size_t n,
				       size_t size, gfp_t gfp)
{
	size_t bytes;

	if (__builtin_mul_overflow(n, size, &bytes))
		return NULL;
	return devm_kmalloc(dev, bytes, gfp);
}

static inline void *devm_kcalloc(struct device *dev, size_t n, size_t size,
				 gfp_t gfp)
{
	return devm_kmalloc_array(dev, n, size, gfp | __GFP_ZERO);
}

static inline const char *devm_kstrdup_const(struct device *dev, const char *s,
					     gfp_t gfp)
{
	return devm_kstrdup(dev, s, gfp);
}

#endif
