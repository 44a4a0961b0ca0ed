/* SPDX-License-Identifier: MIT */
/*
 * ring.c - queues of buffers, see octavo/virtio.h.
 *
 * Free descriptors are linked by `next`. Both sides write before they read
 * what the other wrote, with a barrier in between; x86 needs one only between
 * a store and a later load.
 */
#include <octavo/atomic.h>
#include <octavo/bug.h>
#include <octavo/errno.h>
#include <octavo/virtio.h>

#define DESC_NEXT		1u
#define DESC_WRITE		2u	/* the device writes */
#define AVAIL_NO_INTERRUPT	1u
#define USED_NO_NOTIFY		1u
#define SLOT(idx)		((idx) % VIRTQUEUE_SIZE)

int virtqueue_add_premapped(struct virtqueue *vq, struct scatterlist *sg,
			    unsigned int num, bool to_driver, void *data)
{
	struct vring *ring = vq->ring;
	const u16 head = vq->free_head;
	struct vring_desc *desc = NULL;
	u16 at = head;

	if (num > vq->num_free || !num)
		return -ENOSPC;
	for (unsigned int i = 0; i < num; i++) {
		desc = &ring->desc[at];
		desc->addr = sg_dma_address(&sg[i]);
		desc->len = sg_dma_len(&sg[i]);
		desc->flags = DESC_NEXT | (to_driver ? DESC_WRITE : 0);
		at = desc->next;
	}
	desc->flags &= ~DESC_NEXT;
	vq->free_head = at;
	vq->num_free -= num;
	vq->data[head] = data;
	ring->avail.ring[SLOT(ring->avail.idx)] = head;
	__atomic_store_n(&ring->avail.idx, (u16)(ring->avail.idx + 1),
			 __ATOMIC_RELEASE);
	return 0;
}

void virtqueue_kick(struct virtqueue *vq)
{
	smp_mb();
	if (!(READ_ONCE(vq->ring->used.flags) & USED_NO_NOTIFY))
		writew(vq->index, vq->notify);
}

/* The descriptors from @head on are free. */
static void *take_back(struct virtqueue *vq, u16 head)
{
	struct vring_desc *desc = &vq->ring->desc[head];
	void *data = vq->data[head];
	unsigned int nr = 1;

	for (; desc->flags & DESC_NEXT; nr++)
		desc = &vq->ring->desc[SLOT(desc->next)];
	desc->next = vq->free_head;
	vq->free_head = head;
	vq->num_free += nr;
	vq->data[head] = NULL;
	return data;
}

void *virtqueue_get_buf(struct virtqueue *vq, unsigned int *len)
{
	const struct vring_used *used = &vq->ring->used;
	const u16 slot = SLOT(vq->last_used);
	u32 id;

	if (__atomic_load_n(&used->idx, __ATOMIC_ACQUIRE) == vq->last_used)
		return NULL;
	id = used->ring[slot].id;
	*len = used->ring[slot].len;
	vq->last_used++;
	/* It is the device's word; nothing is done on it that is not ours. */
	if (WARN(id >= VIRTQUEUE_SIZE || !vq->data[id],
		 "virtio: the device returned %u, which it did not have", id))
		return NULL;
	return take_back(vq, (u16)id);
}

void *virtqueue_detach_unused_buf(struct virtqueue *vq)
{
	for (u16 head = 0; head < VIRTQUEUE_SIZE; head++)
		if (vq->data[head])
			return take_back(vq, head);
	return NULL;
}

void virtqueue_disable_cb(struct virtqueue *vq)
{
	WRITE_ONCE(vq->ring->avail.flags, AVAIL_NO_INTERRUPT);
}

bool virtqueue_enable_cb(struct virtqueue *vq)
{
	WRITE_ONCE(vq->ring->avail.flags, 0);
	smp_mb();
	return READ_ONCE(vq->ring->used.idx) == vq->last_used;
}
