// Checked CUDA calls, columns on the device, and timing with events.
#pragma once

#include <cuda_runtime.h>

#include <algorithm>
#include <stdexcept>
#include <string>
#include <vector>

namespace twin {

inline void check(cudaError_t error, const char* what) {
    if (error != cudaSuccess) {
        throw std::runtime_error(std::string(what) + ": " + cudaGetErrorString(error));
    }
}

// A column on the device, freed with its owner. Never empty, so that a kernel always gets a pointer.
template <typename T>
class Column {
public:
    explicit Column(std::size_t count) : count_(count) {
        check(cudaMalloc(reinterpret_cast<void**>(&data_), bytes() + 16), "cudaMalloc");
    }

    explicit Column(const std::vector<T>& values) : Column(values.size()) {
        check(cudaMemcpy(data_, values.data(), bytes(), cudaMemcpyHostToDevice), "copy to the device");
    }

    Column(const Column&) = delete;
    Column& operator=(const Column&) = delete;

    ~Column() { cudaFree(data_); }

    T* data() const { return data_; }

    // Fills it with bytes that no result has, so that what a kernel leaves out is seen.
    void poison() { check(cudaMemset(data_, 0xA5, bytes()), "cudaMemset"); }

    std::vector<T> read() const {
        std::vector<T> values(count_);
        check(cudaMemcpy(values.data(), data_, bytes(), cudaMemcpyDeviceToHost), "copy from the device");
        return values;
    }

private:
    std::size_t bytes() const { return count_ * sizeof(T); }

    std::size_t count_;
    T* data_ = nullptr;
};

inline int blocksFor(std::size_t elements, int perBlock) {
    return static_cast<int>((elements + perBlock - 1) / perBlock);
}

// The median of 30 runs after 5 to warm up, in milliseconds, from launch to completion.
template <typename Launch>
float medianMilliseconds(Launch launch) {
    constexpr int kWarmUps = 5, kRuns = 30;
    cudaEvent_t start, stop;
    check(cudaEventCreate(&start), "cudaEventCreate");
    check(cudaEventCreate(&stop), "cudaEventCreate");
    std::vector<float> times;
    for (int run = -kWarmUps; run < kRuns; run++) {
        check(cudaEventRecord(start), "cudaEventRecord");
        launch();
        check(cudaEventRecord(stop), "cudaEventRecord");
        check(cudaEventSynchronize(stop), "kernel");
        float time = 0;
        check(cudaEventElapsedTime(&time, start, stop), "cudaEventElapsedTime");
        if (run >= 0) {
            times.push_back(time);
        }
    }

    check(cudaEventDestroy(start), "cudaEventDestroy");
    check(cudaEventDestroy(stop), "cudaEventDestroy");
    std::sort(times.begin(), times.end());
    return (times[kRuns / 2 - 1] + times[kRuns / 2]) / 2;
}

} // namespace twin
